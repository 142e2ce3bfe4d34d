"""Keeping what is being typed: sealed at every pause, destroyed by a save."""

import json
from collections.abc import Collection, Iterable
from datetime import timedelta
from functools import partial

from django.db import transaction

from titip.intake.models import Draft
from titip.intake.reads.drafts import open_draft, owner_of
from titip.intake.rules.typing import Typed
from titip.kit import clock
from titip.kit.ids import new_id
from titip.protect import vault
from titip.protect.actions import audit
from titip.protect.rules.access import Actor
from titip.register.reads import Person

LIFE: timedelta = vault.DRAFT_LIFE


@transaction.atomic
def keep_draft(*, actor: Actor, person: Person, form_code: str, base_number: int, typed: Typed) -> Draft:
    """Seal what was typed, on top of what was typed before. The base stays that of the draft's beginning.

    One event when a draft begins, none for each pause in typing. Raises vault.Locked.
    """
    draft = Draft.objects.select_for_update().filter(staff=actor.id, person=person.pk, form_code=form_code).first()
    if draft is None:
        forget_expired()
        draft = Draft(pk=new_id(), staff_id=actor.id, person=person, form_code=form_code, base_number=base_number)
        _seal(draft, typed)
        audit.record(kind="intake.draft", actor_code=actor.code, subjects=[("person", str(person.pk)), ("draft", str(draft.pk))])
    else:
        _seal(draft, typed.over(open_draft(draft)))
    return draft


@transaction.atomic
def settle_draft(*, actor: Actor, person: Person, form_code: str, keep_theirs: Iterable[str], base_number: int) -> None:
    """After a conflict: let go of one's own answer to ``keep_theirs``, and stand on the version that was shown. Sent twice, it does nothing."""
    draft = Draft.objects.select_for_update().filter(staff=actor.id, person=person.pk, form_code=form_code).first()
    if draft is None:
        return
    draft.base_number = base_number
    _seal(draft, open_draft(draft).without(keep_theirs))


def _seal(draft: Draft, typed: Typed) -> None:
    content = json.dumps({"values": dict(typed.values), "seen": sorted(typed.seen)}, ensure_ascii=False, separators=(",", ":")).encode()
    replaces = None if draft._state.adding else draft.vault_id
    draft.vault_id = vault.put_draft(owner_of(draft), content, replaces=replaces)
    draft.updated_at = clock.now()
    draft.expires_at = draft.updated_at + LIFE
    draft.save()


@transaction.atomic
def discard_draft(*, actor: Actor, draft: Draft) -> None:
    """Throw a draft away: its key is destroyed once this has committed."""
    audit.record(kind="intake.draft", actor_code=actor.code, subjects=[("person", str(draft.person_id)), ("draft", str(draft.pk))], detail={"discarded": True})
    destroy([draft])


def destroy(drafts: Collection[Draft]) -> None:
    """Remove drafts and, after the commit, their keys and contents."""
    owners = [owner_of(draft) for draft in drafts]
    Draft.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
    for owner in owners:
        transaction.on_commit(partial(vault.destroy, owner))


def forget_expired() -> int:
    """Remove drafts that nobody has touched for as long as a draft lasts. Returns how many."""
    expired = list(Draft.objects.filter(expires_at__lte=clock.now()))
    if expired:
        destroy(expired)
    return len(expired)
