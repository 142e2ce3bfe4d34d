"""Keeping what is being typed: sealed at every pause, destroyed by a save."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from titip.intake.models import Draft
from titip.intake.reads.drafts import Content, content_of, owner_of
from titip.intake.rules.meeting import Marks, Met, marks_of, meet
from titip.intake.rules.timing import Here, Spent, with_time
from titip.intake.rules.typing import Typed
from titip.kit import clock
from titip.kit.ids import new_id
from titip.protect import vault
from titip.protect.actions import audit
from titip.protect.rules.access import Actor
from titip.protect.rules.undoing import GRACE, UNDO, CannotUndo
from titip.register import actions as register
from titip.register.reads import Person

LIFE: timedelta = vault.DRAFT_LIFE
#: A page that tells nothing of itself.
HERE = Here()


@transaction.atomic
def keep_draft(*, actor: Actor, person: Person, form_code: str, base_number: int, typed: Typed) -> Draft:
    """Seal what was typed, on top of what was typed before. The base stays that of the draft's beginning.

    One event when a draft begins, none for each pause in typing. Raises vault.Locked.
    """
    return meet_draft(actor=actor, person=person, form_code=form_code, base_number=base_number, typed=typed, had={}).draft


@dataclass(frozen=True)
class Kept:
    """A draft as it stands after a pause. ``clashes``: elements typed in another tab too, of which nothing was taken from this one;
    ``marks``: what this page may hold its fields against from now on; ``spent``: seconds of asking by section."""

    draft: Draft
    typed: Typed
    clashes: tuple[str, ...]
    marks: Marks
    spent: Spent


@transaction.atomic
def meet_draft(*, actor: Actor, person: Person, form_code: str, base_number: int, typed: Typed, had: Marks, here: Here = HERE) -> Kept:
    """As ``keep_draft``, for a page that tells with ``had`` what it had before it: what was typed in another tab meanwhile stays.

    ``here``: what the page tells of itself. The time since the last sign of life is counted to its section, in the sealed draft itself.
    """
    now = clock.now()
    draft = Draft.objects.select_for_update().filter(staff=actor.id, person=person.pk, form_code=form_code).first()
    if draft is not None and draft.discarded_at is not None:
        destroy([draft])  # she began anew: nothing brings the old one back
        draft = None
    if draft is None:
        forget_expired()
        draft = Draft(pk=new_id(), staff_id=actor.id, person=person, form_code=form_code, base_number=base_number)
        met = Met(typed, (), {**had, **marks_of(typed, typed.seen)})
        spent = with_time({}, here.section, since=here.made, now=now)
        _seal(draft, Content(met.typed, here.pause, here.at, spent))
        audit.record(kind="intake.draft", actor_code=actor.code, subjects=[("person", str(person.pk)), ("draft", str(draft.pk))])
    else:
        before = content_of(draft)
        met = meet(typed, before.typed, had)
        since = max(here.made, draft.updated_at) if here.made else None
        spent = with_time(before.spent, here.section, since=since, now=now)
        _seal(draft, Content(met.typed, here.pause, here.at or before.at, spent))
    return Kept(draft, met.typed, met.clashes, met.marks, spent)


@transaction.atomic
def settle_draft(
    *, actor: Actor, person: Person, form_code: str, keep_theirs: Collection[str], base_number: int, instead: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """After a conflict: let go of one's own answer to ``keep_theirs``, type ``instead`` where both stand together, and stand on the version
    that was shown. Sent twice, it does nothing."""
    draft = Draft.objects.select_for_update().filter(staff=actor.id, person=person.pk, form_code=form_code).first()
    if draft is None:
        return
    draft.base_number = base_number
    content = content_of(draft)
    _seal(draft, replace(content, typed=content.typed.settled(keep_theirs).instead(instead or {}), pause=""))


def _seal(draft: Draft, content: Content) -> None:
    typed = content.typed
    kept = {"values": dict(typed.values), "seen": sorted(typed.seen), "pause": content.pause, "at": content.at, "spent": dict(content.spent)}
    sealed = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()
    replaces = None if draft._state.adding else draft.vault_id
    draft.vault_id = vault.put_draft(owner_of(draft), sealed, replaces=replaces)
    draft.updated_at = clock.settled()
    draft.expires_at = draft.updated_at + LIFE
    draft.save()


@transaction.atomic
def discard_draft(*, actor: Actor, draft: Draft) -> None:
    """Throw a draft away: out of sight at once; destroyed with its key after half a minute, in which ``undo_discard`` brings it back."""
    draft.discarded_at = clock.settled()
    draft.expires_at = draft.discarded_at + UNDO
    draft.save(update_fields=["discarded_at", "expires_at"])
    audit.record(kind="intake.draft", actor_code=actor.code, subjects=[("person", str(draft.person_id)), ("draft", str(draft.pk))], detail={"discarded": True})


@transaction.atomic
def undo_discard(*, actor: Actor, draft_id: UUID) -> Draft:
    """Bring one's own draft back. Raises CannotUndo."""
    draft = Draft.objects.select_related("person").filter(pk=draft_id, staff=actor.id, discarded_at__gt=clock.settled() - UNDO - GRACE).first()
    if draft is None:
        raise CannotUndo(CannotUndo.TOO_LATE)
    draft.discarded_at, draft.expires_at = None, clock.settled() + LIFE
    draft.save(update_fields=["discarded_at", "expires_at"])
    audit.record(kind="intake.undo", actor_code=actor.code, subjects=[("person", str(draft.person_id)), ("draft", str(draft.pk))], detail={"undone": "discard"})
    return draft


def destroy(drafts: Collection[Draft]) -> None:
    """Remove drafts and, after the commit, their keys and contents."""
    owners = [owner_of(draft) for draft in drafts]
    Draft.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
    register.drop_unattached(draft.pk for draft in drafts)
    for owner in owners:
        transaction.on_commit(partial(vault.destroy, owner))


def forget_expired() -> int:
    """Remove drafts that nobody has touched for as long as a draft lasts. Returns how many."""
    expired = list(Draft.objects.filter(expires_at__lte=clock.settled() - GRACE))
    if expired:
        destroy(expired)
    # Those of forms that hold no draft of their own.
    register.drop_never_named(before=clock.settled() - LIFE, drafts=list(Draft.objects.values_list("pk", flat=True)))
    return len(expired)
