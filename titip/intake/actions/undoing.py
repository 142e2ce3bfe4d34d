"""Going back in what she told us: a save taken back, an earlier answer restored, the answer that did not stand kept."""

from collections.abc import Collection, Mapping, Sequence

from django.db import transaction

from titip.consent import reads as consent
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.keys import top_of
from titip.intake.actions.drafts import settle_draft
from titip.intake.actions.interviews import unfinish
from titip.protect.rules.access import Actor
from titip.protect.rules.undoing import CannotUndo
from titip.register import actions as register
from titip.register import reads
from titip.register.reads import Person, Record


def _record(person: Person) -> Record:
    record = reads.registration_of(person)
    if record is None:
        raise CannotUndo(CannotUndo.BUILT_ON)
    return record


@transaction.atomic
def undo_save(*, actor: Actor, person: Person, number: int) -> Mapping[str, Answer]:
    """Take one's own last save back, under the grounds that are live now. Returns what had been saved, for the draft.

    Raises CannotUndo, register.actions.NotAllowed.
    """
    record = _record(person)
    undone = register.undo_save(actor=actor, record=record, number=number, grounds=consent.grounds_for(person))
    unfinish(actor=actor, person=person)
    changed = frozenset(top_of(key) for key in undone.version.changed) if undone.version else frozenset[str]()
    return reads.current_answers(record, changed, number=number)


def restore(*, actor: Actor, person: Person, codes: Collection[str], number: int, base_number: int) -> register.Saved:
    """Let earlier answers stand again. Raises CannotUndo, register.actions.NotAllowed."""
    return register.restore(
        actor=actor, record=_record(person), codes=codes, number=number, base_number=base_number, grounds=consent.grounds_for(person)
    )


@transaction.atomic
def settle(
    *, actor: Actor, person: Person, form_code: str, mode: str, theirs: Mapping[str, Answer], beside: Mapping[str, Answer],
    instead: Mapping[str, Sequence[str]], base_number: int, rows: Collection[str] = (),
) -> None:
    """After a conflict: one's own answers that did not stand (``theirs``) or stand beside a colleague's (``beside``) go into the history,
    and out of the draft. ``rows`` of repeated groups stand as they are kept. Raises register.actions.NotAllowed; then nothing was done."""
    set_aside(actor=actor, person=person, answers=theirs, form_code=form_code, mode=mode)
    set_aside(actor=actor, person=person, answers=beside, form_code=form_code, mode=mode, beside=True)
    settle_draft(actor=actor, person=person, form_code=form_code, keep_theirs=[*theirs, *beside, *rows], base_number=base_number, instead=instead)


def set_aside(*, actor: Actor, person: Person, answers: Mapping[str, Answer], form_code: str, mode: str, beside: bool = False) -> None:
    """Keep what a colleague's answer was preferred to. Raises register.actions.NotAllowed."""
    if answers:
        register.set_aside(
            actor=actor, record=_record(person), answers=answers, grounds=consent.grounds_for(person), form_code=form_code, mode=mode, beside=beside
        )
