"""Going back: a save taken back, an earlier answer restored, the answer that did not stand kept in the history. Always a new version."""

from collections.abc import Collection, Mapping

from django.db import transaction

from titip.dictionary.rules.answers import EMPTY, Answer
from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.rules.access import Actor
from titip.protect.rules.grounds import Grounds
from titip.protect.rules.undoing import GRACE, UNDO, CannotUndo
from titip.register.actions.saving import Saved, save_record
from titip.register.models import Record, RecordVersion
from titip.register.reads.comparing import last_changed
from titip.register.reads.opening import current_answers, version_of
from titip.register.rules.versions import Kind

CHANGED_SINCE = _("Not restored: this answer has been changed since you looked. Look again.")


@transaction.atomic
def undo_save(*, actor: Actor, record: Record, number: int, grounds: Grounds | None) -> Saved:
    """Take one's own last save back: the answers that it changed are as they were before. What was saved stays in the history.

    Raises CannotUndo where the half minute is over or somebody has built on it since, NotAllowed where an earlier answer may no longer be held.
    """
    held = Record.objects.select_for_update().get(pk=record.pk)
    version = version_of(held, number)
    if version is None or version.author_id != actor.id or clock.now() - version.at > UNDO + GRACE:
        raise CannotUndo(CannotUndo.TOO_LATE)
    if held.number != number:
        raise CannotUndo(CannotUndo.BUILT_ON)
    codes = frozenset(version.changed)
    before = current_answers(held, codes, number=number - 1)
    saved = _save(actor, held, {code: before.get(code, EMPTY) for code in codes}, grounds, form_code=version.form_code, mode=version.mode)
    _say(saved, Kind.UNDONE, number)
    _log("register.undo", actor, held, saved, codes)
    return saved


@transaction.atomic
def restore(*, actor: Actor, record: Record, codes: Collection[str], number: int, base_number: int, grounds: Grounds | None) -> Saved:
    """Let answers of an earlier version stand again, as a new version. ``base_number``: the version that was looked at.

    Raises CannotUndo where one of them was changed since it was looked at, NotAllowed where one may no longer be held.
    """
    wanted = frozenset(codes)
    if last_changed(record, base_number, wanted):
        raise CannotUndo(CHANGED_SINCE)
    earlier, now = current_answers(record, wanted, number=number), current_answers(record, wanted)
    answers = {key: earlier.get(key, EMPTY) for key in {*wanted, *earlier, *now}}  # of a repeated group, every row
    saved = save_record(
        actor=actor, record_type=record.record_type.code, answers=answers, base_number=base_number, grounds=grounds, person=record.person, record=record,
        mode="correction",
    )
    _say(saved, Kind.RESTORED, number)
    _log("register.restore", actor, record, saved, wanted)
    return saved


@transaction.atomic
def set_aside(
    *, actor: Actor, record: Record, answers: Mapping[str, Answer], grounds: Grounds | None, form_code: str = "", mode: str = "in_person", beside: bool = False,
) -> None:
    """Keep in the history what somebody wrote and a colleague's answer was preferred to: a version with it, then one as before.

    ``beside``: both are right; the page shows it beside the answer that stands. Raises NotAllowed.
    """
    held = Record.objects.select_for_update().get(pk=record.pk)
    standing = current_answers(held, frozenset(answers))
    first = _save(actor, held, answers, grounds, form_code=form_code, mode=mode)
    if first.version is None:
        return
    _say(first, Kind.BESIDE if beside else Kind.SET_ASIDE, None)
    held.refresh_from_db()
    back = {code: standing.get(code, EMPTY) for code in first.version.changed}
    _say(_save(actor, held, back, grounds, form_code=form_code, mode=mode), Kind.STANDS, held.number - 1)
    _log("register.set_aside", actor, held, first, frozenset(first.version.changed))


def _save(actor: Actor, record: Record, answers: Mapping[str, Answer], grounds: Grounds | None, *, form_code: str, mode: str) -> Saved:
    return save_record(
        actor=actor, record_type=record.record_type.code, answers=answers, base_number=record.number, grounds=grounds, person=record.person, record=record,
        form_code=form_code, mode=mode,
    )


def _say(saved: Saved, kind: Kind, of_number: int | None) -> None:
    """What the new version is; in the transaction that wrote it."""
    if saved.version is not None:
        RecordVersion.objects.filter(pk=saved.version.pk).update(kind=kind, of_number=of_number)


def _log(kind: str, actor: Actor, record: Record, saved: Saved, codes: frozenset[str]) -> None:
    subjects = [("record", str(record.pk))] + ([("person", str(record.person_id))] if record.person_id else [])
    detail = {"elements": sorted(code for code in codes if "/" not in code), "version": saved.version.number if saved.version else 0}
    audit.record(kind=kind, actor_code=actor.code, subjects=subjects, detail=detail)
