"""Takes out slots, sets a new passphrase with the recovery sheet, asks for two people, lets a server open itself."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from titip.protect import vault
from titip.protect.actions.audit import NewEvent, record_even_locked
from titip.protect.actions.guessing import guarded
from titip.protect.actions.keys import changing, check_strength, note_recipient, opened
from titip.protect.actions.readiness import mark
from titip.protect.actions.renewing import replace_keyring
from titip.protect.rules.readiness import Proof
from titip.protect.vault import crypto, keyring, recovery
from titip.protect.vault.durable import write_durably
from titip.protect.vault.errors import KeyringError, SecondNeeded, WrongPassphrase
from titip.protect.vault.holder import HOLDER

_SECRET_BYTES: Final = 32
_ONE_LEFT: Final = _("Only one way in would be left: when it is forgotten, everything is lost. Make another first, or say that you want this all the same.")


class CannotChange(KeyringError):
    """The change would leave too few ways in. The message says which."""

    exit_code = 2


def remove(*, slot: str, passphrase: str, actor_code: str, few_is_fine: bool = False) -> keyring.Slot:
    """Take out a slot by its code, with the passphrase of one that stays. The master key and the key-encryption key are renewed at once, so that
    the slot in an older copy of the file opens nothing new; ``renewing.finish`` then wraps the rest. Returns the slot.

    Raises:
        CannotChange: there is no such slot; it is the last passphrase; fewer than two ways in would be left and ``few_is_fine`` was not said;
            the passphrase is that of the slot itself.
        WrongPassphrase; Locked: this process holds no keys.
    """
    with guarded("change"), changing() as ring:
        going = ring.slot(slot)
        if going is None:
            raise CannotChange(_("There is no such slot. “titip keys slots” names them."))
        _check_what_stays(ring, going, few_is_fine)
        if keyring.open_slot(ring, passphrase).slot.id == going.id:
            raise CannotChange(_("This is the passphrase of the slot that goes. Type one of a slot that stays: it proves that the house still opens."))
        replace_keyring(ring, lambda ring, keys: keyring.renewed(keyring.with_slots(ring, keys, drop=[going.id]), keys))
        left = len(ring.slots) - 1
    note_recipient()
    record_even_locked(NewEvent("protect.keys.remove", actor_code, detail={"slot": going.code, "slots": left, "key": HOLDER.current_kek()[:8]}))
    return going


def _check_what_stays(ring: keyring.Keyring, going: keyring.Slot, few_is_fine: bool) -> None:
    stay = [slot for slot in ring.slots if slot.id != going.id]
    if not any(slot.kind == "passphrase" for slot in stay):
        raise CannotChange(_("This is the last passphrase. Add another one first (titip keys add): a sheet alone is for emergencies."))
    if ring.two and len(stay) < keyring.LEAST_FOR_TWO:
        raise CannotChange(_("Two people are needed to unlock, so three slots must stay. Add one first, or switch that off."))
    if sum(slot.kind != "service" for slot in stay) < 2 and not few_is_fine:
        raise CannotChange(_ONE_LEFT)


def recover(*, code: str, new_passphrase: str, label: str, actor_code: str, costs: crypto.Stretch = crypto.STRETCH) -> None:
    """Set a new passphrase with the code on the recovery sheet, for whoever lost hers. It proves the sheet, which counts as tried.

    Raises WrongPassphrase, WeakPassphrase, SlotsFull. Without unlocked keys the proof is not marked.
    """
    if not recovery.is_code(code):
        raise WrongPassphrase
    with guarded("change"), changing() as ring:
        if not ring.practice:
            check_strength(new_passphrase)
        today, keys = opened(ring, code)
        if keyring.open_slot(today, code).slot.kind != "recovery":
            raise WrongPassphrase
        more = keyring.with_slots(today, keys, add=[keyring.NewSlot("passphrase", label, new_passphrase, costs)])
        keyring.save(settings.HOME.keyring, more)
        sheet = keyring.open_slot(more, code).slot.code
    record_even_locked(NewEvent("protect.keys.recover", actor_code, detail={"slots": len(more.slots)}))
    if not vault.is_locked():
        mark(proof=Proof.SHEET, passed=True, actor_code=actor_code, detail={"slot": sheet})


def need_two(*, two: bool, passphrase: str, actor_code: str) -> None:
    """Say whether unlocking takes the passphrases of two slots. It is a matter of keys: no one of them opens anything then.

    Raises WrongPassphrase, CannotChange (fewer than three slots, a service slot), Locked.
    """
    with guarded("change"), changing() as ring:
        keyring.open_slot(ring, passphrase)
        if two and len(ring.slots) < keyring.LEAST_FOR_TWO:
            raise CannotChange(_("Two of two is a trap: when one is lost everything is. Make a third way in first, then ask for two."))
        if two and any(slot.kind == "service" for slot in ring.slots):
            raise CannotChange(_("The server opens itself with a service slot: two people cannot be needed. Take the service slot out first."))
        replace_keyring(ring, lambda ring, keys: keyring.renewed(keyring.needing(ring, keys, two=two), keys))
    note_recipient()
    record_even_locked(NewEvent("protect.keys.two", actor_code, detail={"two": two}))


def prove_two(*, first: str, second: str, what: str, actor_code: str) -> None:
    """Let two holders of slots stand by what one alone may not do, such as a ``backup`` taken by hand. Nothing is unlocked.

    Raises WrongPassphrase; SecondNeeded where both are of one slot.
    """
    with guarded("change"):
        ring = keyring.load(settings.HOME.keyring)
        found = [keyring.open_slot(ring, passphrase).slot for passphrase in (first, second)]
    if found[0].id == found[1].id:
        raise SecondNeeded
    record_even_locked(NewEvent("protect.keys.both", actor_code, detail={"for": what, "slots": sorted(slot.code for slot in found)}))


def grant_service(*, file: Path, passphrase: str, actor_code: str, costs: crypto.Stretch = crypto.STRETCH) -> keyring.Slot:
    """Let a server that must come up by itself open the keyring with a secret in ``file``, which is made, readable by its owner alone (0400).

    Whoever takes the machine takes the file, and then a passphrase protects nothing: the page says so. Raises CannotChange, WrongPassphrase.
    """
    if file.exists():
        raise CannotChange(_("This file is there already. Name another."))
    if settings.HOME.root.resolve() in file.resolve().parents:
        raise CannotChange(_("The file must not lie in the organisation's folder: whoever copies the folder would have the key with it."))
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    with guarded("change"), changing() as ring:
        today, keys = opened(ring, passphrase)
        if today.two:
            raise CannotChange(_("Two people are needed to unlock: a server that opens itself would make that worthless."))
        if any(slot.kind == "service" for slot in today.slots):
            raise CannotChange(_("There is a service slot already. Take it out first (titip keys remove)."))
        more = keyring.with_slots(today, keys, add=[keyring.NewSlot("service", "opens by itself", secret, costs)])
        write_durably(file, secret.encode() + b"\n", mode=0o400)
        keyring.save(settings.HOME.keyring, more)
    slot = more.slots[-1]
    record_even_locked(NewEvent("protect.keys.service", actor_code, detail={"slot": slot.code}))
    return slot
