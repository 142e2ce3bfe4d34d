"""A formal assessment: begun, filled section by section, decided once. Another body's decision is recorded beside it."""

import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from titip.casework.actions.problems import CannotDo
from titip.casework.models import Case, Determination, Law, ToolUse
from titip.casework.reads.determinations import ASSESSMENT_FIELD, ASSESSMENT_TABLE, told_in
from titip.casework.rules.identifying import (
    ASSESSMENT,
    DONE,
    ELEMENTS,
    MEANS,
    PROTOCOL,
    TOOL,
    VERSION,
    Body,
    Outcome,
    Relation,
    is_child,
    missing_for_confirmed,
)
from titip.consent import reads as consent
from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit import clock
from titip.kit.ids import new_id
from titip.kit.text import clean, clean_line
from titip.protect import vault
from titip.protect.actions import audit
from titip.protect.rules.access import NOT_READY, Actor, open_here
from titip.protect.rules.grounds import Grounds, NoGrounds
from titip.register.reads import Person
from titip.register.rules.covering import CARE

NO_BASIS = _("There is no basis for her care yet: an assessment is kept only with one. Ask for consent first; services do not wait for it.")
#: Characters of the reasons, and of what shows an element.
LONGEST, LONGEST_LINE = 10_000, 1_000


@transaction.atomic
def keep_law(*, actor: Actor, country: str, name: str, articles: str, version: str, in_force: date, text: str, source: str) -> Law:
    """Keep a law's text. A wording that changed is kept anew; the earlier one stays with the decisions made under it. Raises CannotDo."""
    if Law.objects.filter(country=country, name=name, articles=articles, version=version).exists():
        raise CannotDo(_("This version of these articles is kept already. Give the new wording a version of its own."), "version")
    row = Law.objects.create(
        country=country, name=clean_line(name), articles=clean_line(articles), version=clean_line(version), in_force=in_force, text=clean(text),
        source=clean_line(source), made_by_id=actor.id,
    )
    audit.record(kind="casework.laws", actor_code=actor.code, detail={"kept": str(row.pk), "country": country})
    return row


@transaction.atomic
def begin_assessment(*, actor: Actor, case: Case, person: Person, earlier: Determination | None = None, relation: str = "", tool: str = TOOL) -> Determination:
    """Begin, or go on with one's own that is open. Raises CannotDo, or NoGrounds where no basis covers her care."""
    if not open_here(actor, ASSESSMENT.risk):
        raise CannotDo(NOT_READY)
    if not case.participants.filter(person=person, until=None).exists():
        raise CannotDo(_("This person is not in the case."), "person")
    if relation == Relation.SECOND and earlier is not None and earlier.author_id == actor.id:
        raise CannotDo(_("You made the first assessment: another colleague makes the second. For a new look of your own begin a review."), "relation")
    standing = Determination.objects.filter(case=case, person=person, author=actor.id, decided_at=None).first()
    if standing is not None:
        return standing
    made = Determination(
        case=case, person=person, author_id=actor.id, tool=tool, version=VERSION if tool else "", child=is_child(person.age_status), earlier=earlier,
        relation=relation if earlier is not None else "",
    )
    _seal(made, {})
    made.save(force_insert=True)
    _log(actor, made, {"begun": str(made.pk), "relation": made.relation, "child": made.child})
    return made


@transaction.atomic
def keep_elements(*, actor: Actor, determination: Determination, elements: Collection[str]) -> None:
    """Keep what is ticked. What showed an element that is no longer ticked goes with it. Means are not asked of the child's branch."""
    row = _open(actor, determination)
    told = told_in(row)
    ticked = [code for code in ELEMENTS if code in elements and not (row.child and code in MEANS)]
    told |= {"elements": ticked, "evidence": {code: shown for code, shown in told.get("evidence", {}).items() if code in ticked}}
    _keep(actor, row, told, "elements")


@transaction.atomic
def keep_evidence(*, actor: Actor, determination: Determination, evidence: Mapping[str, Mapping[str, str]]) -> None:
    """Keep for each ticked element how it is known (``how``), where that stands (``where``) and the words (``what``). Raises CannotDo."""
    row = _open(actor, determination)
    told = told_in(row)
    kept = {}
    for code in told.get("elements", []):
        shown = {part: clean(text) for part, text in evidence.get(code, {}).items() if clean(text)}
        if shown and not (shown.get("how") and (shown.get("what") or shown.get("where"))):
            raise CannotDo(_("Say how it is known, and her words or where it stands."), f"{code}-how")
        if len(shown.get("what", "")) > LONGEST_LINE:
            raise CannotDo(_("At most 1,000 characters: the rest belongs into a note."), f"{code}-what")
        if shown:
            kept[code] = shown
    _keep(actor, row, told | {"evidence": kept}, "evidence")


@transaction.atomic
def keep_protocol(*, actor: Actor, determination: Determination, answers: Mapping[str, str]) -> None:
    """Keep the child's checklist as it stands."""
    row = _open(actor, determination)
    _keep(actor, row, told_in(row) | {"protocol": {code: answers[code] for code in PROTOCOL if answers.get(code) in DONE}}, "protocol")


@transaction.atomic
def decide(
    *, actor: Actor, determination: Determination, outcome: Outcome, body: Body, decided_on: date, decider: str, reasons: str, law: Law | None = None,
) -> Determination:
    """Decide, once: afterwards nothing of it changes. Raises CannotDo naming what lacks."""
    row = _open(actor, determination)
    told = told_in(row)
    if decided_on > clock.today():
        raise CannotDo(_("This day is still to come."), "decided_on")
    if not clean_line(decider):
        raise CannotDo(_("Say who decided: name and function, or the body's office."), "decider")
    if not clean(reasons) or len(reasons) > LONGEST:
        raise CannotDo(_("Write the reasons: at most 10,000 characters."), "reasons")
    if row.tool and row.child and len(told.get("protocol", {})) < len(PROTOCOL):
        raise CannotDo(_("Go through the child's checklist first."))
    if row.tool and outcome in (Outcome.CONFIRMED, Outcome.PRESUMED) and law is None:
        raise CannotDo(_("Choose under which law. Where none is kept yet, a supervisor adds it under Team, Laws."), "law")
    if row.tool and outcome == Outcome.CONFIRMED and missing_for_confirmed(told.get("elements", []), told.get("evidence", {}), child=row.child):
        raise CannotDo(_("Before this is confirmed: an act, a purpose, and for an adult a means, each with what shows it."), "outcome")
    row.outcome, row.body, row.decided_on, row.law, row.decided_at = outcome, body, decided_on, law, clock.now()
    _keep(actor, row, told | {"reasons": clean(reasons), "decider": clean_line(decider)}, "decided", outcome=str(outcome), body=str(body))
    return row


@transaction.atomic
def record_decision(*, actor: Actor, case: Case, person: Person, earlier: Determination | None = None, relation: str = "", **decision: Any) -> Determination:
    """Record what another body decided, beside what stands. Raises as ``begin_assessment`` and ``decide``."""
    if Determination.objects.filter(case=case, person=person, author=actor.id, decided_at=None).exists():
        raise CannotDo(_("Finish your own open assessment of this person first, or let it go."))
    made = begin_assessment(actor=actor, case=case, person=person, earlier=earlier, relation=relation, tool="")
    return decide(actor=actor, determination=made, **decision)


@transaction.atomic
def let_go(*, actor: Actor, determination: Determination) -> None:
    """Throw an assessment away that was begun and not decided."""
    row = _open(actor, determination)
    _log(actor, row, {"let_go": str(row.pk)})
    row.delete()


def count_identification(person_id: UUID) -> int:
    """How many determinations and filled tools there are about a person."""
    return sum(model.objects.filter(person=person_id).count() for model in (Determination, ToolUse))


def erase_identification(person_id: UUID) -> int:
    """Remove every determination about an erased person, and every tool filled in about her; how many."""
    count = count_identification(person_id)
    for model in (Determination, ToolUse):
        model.objects.filter(person=person_id).delete()
    return count


def _open(actor: Actor, determination: Determination) -> Determination:
    row = Determination.objects.select_for_update().get(pk=determination.pk)
    if row.decided_at is not None:
        raise CannotDo(_("This is decided and stays as it is. Begin a review: both then stand."))
    if row.author_id != actor.id:
        raise CannotDo(_("This assessment is a colleague's, and open."))
    return row


def _grounds(person: Person) -> Grounds:
    grounds = consent.grounds_for(person, clock.now())
    if grounds is None or CARE not in grounds.purposes:
        raise NoGrounds(NO_BASIS)
    return grounds


def _seal(row: Determination, told: Mapping[str, Any]) -> None:
    grounds = _grounds(row.person)
    row.id = row.id or new_id()
    plain = vault.Plain(ASSESSMENT_TABLE, str(row.id), ASSESSMENT_FIELD, json.dumps(told, ensure_ascii=False).encode())
    row.vault_id = vault.put(vault.Owner("person", row.person_id), plain, grounds=grounds)
    row.basis_id = grounds.basis_id


def _keep(actor: Actor, row: Determination, told: Mapping[str, Any], part: str, **detail: object) -> None:
    _seal(row, told)
    row.save()
    _log(actor, row, {"kept": part, "determination": str(row.pk), "basis": str(row.basis_id), **detail})


def _log(actor: Actor, row: Determination, detail: dict[str, object]) -> None:
    audit.record(
        kind="casework.identify", actor_code=actor.code, purpose=CARE, subjects=[("case", str(row.case_id)), ("person", str(row.person_id))], detail=detail,
    )
