"""Keeping a record of one of the organisation's own kinds, and what it is linked to."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from titip.consent import reads as consent
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.messages import Told
from titip.dictionary.rules.messages import gettext_noop as _
from titip.intake.models import OwnLink, OwnRecord
from titip.intake.reads.records import Kind
from titip.intake.rules.choosing import Choices, at, groups_in, insisted, undisputed
from titip.kit.codes import unused_code
from titip.kit.ids import new_id
from titip.kit.text import clean_line
from titip.protect.actions import audit
from titip.protect.rules.access import Actor
from titip.register import actions as register
from titip.register.reads import Person, Record, current_answers, partners


class CannotLink(Told):
    """A link leads nowhere, or to somebody who cannot be named here."""


@transaction.atomic
def add_record(
    *, actor: Actor, kind: Kind, own_id: UUID, answers: Mapping[str, Answer], person: Person | None = None, mode: str = "in_person", seconds: int | None = None,
) -> OwnRecord:
    """Keep a new record. ``own_id`` was made with the page, so that a form sent twice is kept once.

    Raises register.actions.NotAllowed for an answer that may not be kept: without a basis, or sealed on a record about nobody.
    """
    before = OwnRecord.objects.select_related("record").filter(pk=own_id).first()
    if before is not None and before.record.owner_id == actor.id:
        return before
    saved = register.save_record(
        actor=actor, record_type=kind.code, answers=answers, base_number=0, grounds=consent.grounds_for(person) if person else None, person=person,
        form_code=kind.form_code, mode=mode,
    )  # fmt: skip
    code = unused_code("R", taken=lambda drawn: OwnRecord.objects.filter(code=drawn).exists())
    own, made = OwnRecord.objects.get_or_create(
        record=saved.record, defaults={"pk": new_id() if before else own_id, "code": code, "form_code": kind.form_code, "mode": mode, "seconds": seconds},
    )
    if made:
        _log(actor, own, {"added": True, "kind": kind.code})
    return own


@transaction.atomic
def save_own(
    *, actor: Actor, own: OwnRecord, answers: Mapping[str, Answer], base_number: int, choices: Choices | None = None, mode: str = "",
) -> register.Saved:
    """Keep a change of a record. ``choices``: after a conflict; what was changed again since she looked is asked again.

    Raises register.actions.NotAllowed, StaleBase.
    """
    person, record = own.record.person, Record.objects.select_for_update().get(pk=own.record_id)
    grounds, mode = consent.grounds_for(person) if person else None, mode or own.mode

    def keep(part: Mapping[str, Answer], base: int) -> register.Saved:
        return register.save_record(
            actor=actor, record_type=own.record.record_type.code, person=person, record=record, form_code=own.form_code, mode=mode, grounds=grounds,
            answers=part, base_number=base,
        )  # fmt: skip

    if choices is None or choices.looked_at != record.number:
        saved = keep(answers, base_number)
    else:
        groups = groups_in(choices.places)
        saved = keep(undisputed(answers, current_answers(record, groups), choices.places), base_number)
        record.refresh_from_db()
        later = keep(insisted(answers, current_answers(record, groups), choices.mine), record.number) if choices.mine else saved
        saved = later if later.version is not None else saved
        gone = {key: answer for key, answer in at(choices.theirs, answers).items() if answer.given}
        register.set_aside(actor=actor, record=record, answers=gone, grounds=grounds, form_code=own.form_code, mode=mode)
    if saved.version is not None:
        _log(actor, own, {"version": saved.version.number})
    return saved


@transaction.atomic
def link_own(
    *, actor: Actor, own: OwnRecord, person: Person | None = None, partner_id: UUID | str | None = None, place_code: str = "", role: str = "",
) -> OwnLink:
    """Say that a record concerns one person, one organisation or one place. Raises CannotLink otherwise."""
    if sum(map(bool, (person, partner_id, place_code))) != 1:
        raise CannotLink("one", _("Write one of the three: a person's code, an organisation, or a place."))
    partner = next((one for one in partners() if str(one.pk) == str(partner_id)), None) if partner_id else None
    row, _made = OwnLink.objects.get_or_create(
        own=own, person=person, partner=partner, place_code=clean_line(place_code)[:40],
        defaults={"role": clean_line(role)[:60], "made_by": actor.code},
    )  # fmt: skip
    _log(actor, own, {"linked": "person" if person else "partner" if partner_id else "place"}, person)
    return row


@transaction.atomic
def unlink_own(*, actor: Actor, own: OwnRecord, link_id: UUID) -> bool:
    """Take a link away; whether there was one."""
    row = own.links.select_related("person").filter(pk=link_id).first()
    if row is None:
        return False
    row.delete()
    _log(actor, own, {"unlinked": True}, row.person)
    return True


def _log(actor: Actor, own: OwnRecord, detail: dict[str, object], person: Person | None = None) -> None:
    about = person or own.record.person
    subjects = [("own_record", str(own.pk)), ("record", str(own.record_id))] + ([("person", str(about.pk))] if about else [])
    audit.record(kind="intake.record", actor_code=actor.code, subjects=subjects, detail=detail)
