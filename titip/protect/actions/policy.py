"""Changes who may do what: a new version of the differences from the declarations, which holds from the next request on."""

import hashlib
import json

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from titip.kit.text import clean_line
from titip.protect.actions import audit, notices
from titip.protect.models import PolicyVersion
from titip.protect.reads import policy as reads
from titip.protect.reads.watching import overseers
from titip.protect.rules.access import REGISTER, Actor, Policy
from titip.protect.rules.policy import Differences, Refusal, changes, effective, refusals, tidy, to_json
from titip.protect.rules.roles import ROLES

#: The news that a role may do more.
WIDER = "protect.policy"


class CannotChangePolicy(ValueError):
    """The change is refused. The message says why and what to do."""


def change_policy(*, actor: Actor, differences: Differences, why: str, base: int, returns_to: int | None = None) -> PolicyVersion:
    """Let these differences hold from now on. ``base``: the version that whoever asks has seen (0: as declared).

    Raises:
        CannotChangePolicy: nothing differs, no reason is given, a limit stands in the way, or a colleague was quicker.
    """
    reason = clean_line(why)[:400]
    if not reason:
        raise CannotChangePolicy(_("Say why, for those who read this later."))
    try:
        with transaction.atomic():
            before = _seen(base)
            refuse_beyond_limits(differences, actor)
            changed = changes(before, effective(differences, version=0))
            if not changed:
                raise CannotChangePolicy(_("Nothing is changed."))
            stored = to_json(differences)
            made = PolicyVersion.objects.create(number=base + 1, differences=stored, why=reason, by_code=actor.code, returns_to=returns_to)
            audit.record(
                kind="protect.access.change", actor_code=actor.code, subjects=[("policy", made.number)],
                detail={
                    "before": base, "changed": len(changed), "wider": sum(change.widens for change in changed),
                    "roles": sorted({change.role.value for change in changed}), "sha256": digest(stored),
                    **({} if returns_to is None else {"returns_to": returns_to}),
                },
            )
            if any(change.widens for change in changed):
                notices.tell(staff_ids=overseers(), kind=WIDER, code=str(made.number), thing=str(made.number), but=actor.id)
    except IntegrityError:
        raise CannotChangePolicy(_quicker()) from None
    return made


def return_to(*, actor: Actor, number: int, why: str, base: int) -> PolicyVersion:
    """Let an earlier version hold again (0: as declared), as a new version. Raises CannotChangePolicy, PolicyVersion.DoesNotExist."""
    return change_policy(actor=actor, differences=tidy(reads.differences(number)), why=why, base=base, returns_to=number)


def refuse_beyond_limits(differences: Differences, actor: Actor) -> None:
    """Raise CannotChangePolicy, with every reason, where these differences may not be made to hold by ``actor``."""
    found = refusals(differences, reads.current(), held=reads.held_roles(), mine=actor.roles)
    if found:
        raise CannotChangePolicy(" ".join(said(one) for one in found))


def said(refusal: Refusal) -> str:
    """A refusal in the reader's language."""
    role = _(ROLES[refusal.role].label) if refusal.role else ""
    action = _(REGISTER.actions[refusal.action].label) if refusal.action in REGISTER.actions else refusal.action
    return _(refusal.why.value) % {"role": role, "action": action}


def digest(stored: object) -> str:
    """SHA-256 of stored differences, as the log keeps it: a row that was changed by hand no longer fits."""
    return hashlib.sha256(json.dumps(stored, sort_keys=True).encode()).hexdigest()


def _seen(base: int) -> Policy:
    current = reads.current()
    if current.version != base:
        raise CannotChangePolicy(_quicker())
    return current


def _quicker() -> str:
    return _("A colleague has changed who may do what in the meantime. Look at it as it is now, and begin again.")
