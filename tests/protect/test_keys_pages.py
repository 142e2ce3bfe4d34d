"""The page Keys and slots: who is let to it, what it says, and what can be done there."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from tests.protect.cheap import CHEAP, person, put
from tests.world import KEYRING_PASSPHRASE, make_world
from titip.kit import clock
from titip.kit.home import Home
from titip.protect import vault
from titip.protect.actions import keys, renewing
from titip.protect.models import AuditEvent, ReadinessMark, Work
from titip.protect.rules.readiness import Proof
from titip.protect.vault import keyring
from titip.protect.vault.holder import HOLDER

pytestmark = pytest.mark.django_db(databases=["default", "vault", "keys"], transaction=True)
SECOND = "quiet bamboo river candle"


def test_the_custodian_sees_and_renews_adds_takes_out_and_asks_for_two(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring.sealing.crypto, "STRETCH", CHEAP)
    monkeypatch.setattr(keys.keyring, "NewSlot", lambda kind, label, passphrase, costs=CHEAP: keyring.shape.NewSlot(kind, label, passphrase, CHEAP))
    world = make_world()
    owner = person()
    put(owner, "x")
    client, first = world.client_for(world.dara), HOLDER.current_kek()
    old = clock.now() - timedelta(days=40)
    late = ReadinessMark.objects.create(kind=Proof.BACKUP, by_code="S-1", at=old, detail={"file": "titip-backup-0a-2020.age", "keyring": True})
    shown = client.get(reverse("keys")).content.decode()
    assert late.detail["file"] in shown and "first" in shown and "recovery sheet" in shown and "Nothing was erased" in shown
    assert world.client_for(world.alice).get(reverse("keys")).status_code == 404

    began = client.post(reverse("keys_renew"))
    assert began.status_code == 302 and HOLDER.current_kek() != first and Work.objects.get(job="protect.rewrap").asked_by == world.dara
    assert "The keys are being renewed" in client.get(reverse("keys")).content.decode()
    renewing.finish(actor_code="tests")
    assert "Kept for earlier backups until" in client.get(reverse("keys")).content.decode()
    refused = client.post(reverse("keys_destroy"), follow=True).content.decode()
    assert "Take a backup first" in refused

    few = client.post(reverse("keys_two"), {"passphrase": KEYRING_PASSPHRASE}).content.decode()
    assert "Two of two is a trap" in few and "What it costs" in few
    told = {"passphrase": KEYRING_PASSPHRASE, "label": f"night duty {world.alice.code.lower()}", "new": SECOND, "again": SECOND + "x"}
    assert "The two are not the same" in client.post(reverse("keys_add"), told).content.decode()
    assert client.post(reverse("keys_add"), {**told, "again": SECOND}).status_code == 302
    slots = keyring.load(settings.HOME.keyring).slots
    going = reverse("keys_remove", kwargs={"slot": slots[0].code})
    hers = next(slot.code for slot in slots if slot.label.startswith("night"))
    administrator = world.client_for(world.hun)
    assert reverse("keys_remove", args=[hers]) in administrator.get(reverse("staff_leave", args=[world.alice.pk])).content.decode()
    assert hers not in administrator.get(reverse("staff_leave", args=[world.charlie.pk])).content.decode()
    assert "still opens the house" not in client.get(reverse("today")).content.decode()
    administrator.post(reverse("staff_leave", args=[world.alice.pk]))
    for name in ("today", "keys"):
        shown = client.get(reverse(name)).content.decode()
        assert f"{world.alice.code} has left, and her slot {hers} still opens the house" in shown, "until it is taken out"
    assert "of the slot that goes" in client.post(going, {"passphrase": KEYRING_PASSPHRASE}).content.decode()
    assert "opens no slot" in client.post(going, {"passphrase": "not this one at all"}).content.decode()

    assert client.post(reverse("keys_two"), {"passphrase": SECOND}).status_code == 302
    assert client.get(reverse("keys")).status_code == 200 and keyring.load(settings.HOME.keyring).two
    assert "three slots must stay" in client.post(going, {"passphrase": SECOND}).content.decode()
    vault.lock()
    half = client.post(reverse("unlock"), {"passphrase": SECOND})
    assert half.status_code == 200 and "One of two passphrases was right" in half.content.decode() and vault.is_locked()
    assert client.post(reverse("unlock"), {"passphrase": KEYRING_PASSPHRASE}).status_code == 302 and not vault.is_locked()
    assert client.post(reverse("keys_two"), {"passphrase": SECOND}).status_code == 302
    assert client.post(going, {"passphrase": SECOND}).status_code == 302
    with pytest.raises(vault.WrongPassphrase):
        keyring.open_keys(keyring.load(settings.HOME.keyring), KEYRING_PASSPHRASE)
    assert vault.open_one(owner, _value(owner), "register.answer", "r1", "family_name") == b"x"
    kinds = set(AuditEvent.objects.values_list("kind", flat=True))
    assert {"protect.keys.rotate", "protect.keys.add", "protect.keys.two", "protect.keys.remove"} <= kinds


def _value(owner: vault.Owner) -> object:
    from titip.protect.models import SealedValue

    return SealedValue.objects.get(owner_id=owner.id).id


def test_the_first_of_two_is_forgotten_after_ten_minutes(home: Home, recovery_code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.protect.cheap import PASSPHRASE
    from titip.protect.actions import slots

    keys.add_slot(passphrase=PASSPHRASE, new_passphrase=SECOND, label="night duty", costs=CHEAP)
    keys.unlock(passphrase=PASSPHRASE, where="tests")
    slots.need_two(two=True, passphrase=SECOND, actor_code="S-1")
    vault.lock()
    now = keys.time.monotonic()
    with pytest.raises(vault.SecondNeeded):
        keys.unlock(passphrase=PASSPHRASE, where="tests")
    assert keys.second_is_awaited()
    monkeypatch.setattr(keys.time, "monotonic", lambda: now + 601)
    assert not keys.second_is_awaited()
    with pytest.raises(vault.SecondNeeded):
        keys.unlock(passphrase=recovery_code, where="tests")
    keys.unlock(passphrase=SECOND, where="tests")
    assert sorted(HOLDER.slot().replace("+", "-").split("-")[::2]) == ["passphrase", "recovery"]
