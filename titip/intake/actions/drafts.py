"""Keeping what is being typed: sealed at every pause, destroyed by a save."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from functools import partial

from django.db import transaction

from titip.intake.models import Draft
from titip.intake.reads.drafts import Typed, open_draft, owner_of
from titip.kit import clock
from titip.kit.ids import new_id
from titip.protect import vault
from titip.protect.actions import audit
from titip.protect.rules.access import Actor
from titip.register.reads import Person

LIFE: timedelta = vault.DRAFT_LIFE


@transaction.atomic
def keep_draft(
    *, actor: Actor, person: Person, form_code: str, base_number: int, typed: Mapping[str, Sequence[str]], replacing: Collection[str] | None = None,
    rebase: bool = False,
) -> Draft:
    """Seal what was typed so far. ``typed`` maps field names to the values sent; fields of ``replacing`` (None: all) that are absent are cleared.

    The base of an older draft stays (its author filled it from there) unless ``rebase``. One event when a draft begins, none for
    each pause in typing. Raises vault.Locked.
    """
    forget_expired()
    draft = Draft.objects.select_for_update().filter(staff=actor.id, person=person.pk, form_code=form_code).first()
    kept = {} if draft is None or replacing is None else dict(_content(draft))
    for name in replacing if replacing is not None else ():
        kept.pop(name, None)
    kept.update({name: list(values) for name, values in typed.items()})
    content = json.dumps({"typed": kept}, ensure_ascii=False, separators=(",", ":")).encode()
    now = clock.now()
    if draft is None:
        draft = Draft(pk=new_id(), staff_id=actor.id, person=person, form_code=form_code, base_number=base_number, made_at=now)
        draft.vault_id = vault.put_draft(owner_of(draft), content)
        audit.record(kind="intake.draft", actor_code=actor.code, subjects=[("person", str(person.pk)), ("draft", str(draft.pk))])
    else:
        draft.vault_id = vault.put_draft(owner_of(draft), content, replaces=draft.vault_id)
    if rebase:
        draft.base_number = base_number
    draft.updated_at, draft.expires_at = now, now + LIFE
    draft.save()
    return draft


def _content(draft: Draft) -> Typed:
    try:
        return open_draft(draft)
    except vault.Gone:
        return {}


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
