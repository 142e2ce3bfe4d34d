"""An assessment in words: each group with what shows it, the checklist, what still lacks."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from titip.casework.models import CaseNote, Determination
from titip.casework.reads.determinations import open_determination
from titip.casework.rules.identifying import ACTS, DONE, ELEMENTS, HOW, MEANS, PROTOCOL, PURPOSES, How, missing_for_confirmed
from titip.kit.dates import show_date
from titip.protect.rules.access import Actor


@dataclass(frozen=True)
class ElementShown:
    """One ticked element: how it is known, the words, where they stand. Empty where nothing shows it yet."""

    label: str
    how: str
    what: str
    where: str


@dataclass(frozen=True)
class AssessmentShown:
    """``groups``: heading and elements; ``protocol``: item and answer; ``lacking``: what stands between it and "confirmed"."""

    groups: list[tuple[str, list[ElementShown]]]
    protocol: list[tuple[str, str]]
    lacking: list[str]
    ticked: int
    shown: int
    reasons: str = ""
    decider: str = ""
    minutes: int | None = field(default=None)


def shown_assessment(actor: Actor, row: Determination) -> AssessmentShown | None:
    """The assessment for a page, with its event; None where no basis covers her care any more."""
    told = open_determination(actor, row)
    if told is None:
        return None
    evidence = told.get("evidence", {})
    ticked = told.get("elements", [])
    names = [(_("Acts: what was done"), ACTS), (_("Means: how it was done"), MEANS), (_("Purposes: what for"), PURPOSES)]
    groups = [(heading, [_element(code, evidence.get(code, {}), row) for code in ticked if code in words]) for heading, words in names]
    took = int((row.decided_at - row.began_at).total_seconds() // 60) if row.decided_at else None
    checked = told.get("protocol", {})
    return AssessmentShown(
        groups=groups, protocol=[(_(label), _(DONE[checked[code]])) for code, label in PROTOCOL.items() if code in checked],
        lacking=[_(words) for words in missing_for_confirmed(ticked, evidence, child=row.child)], ticked=len(ticked), shown=len(evidence),
        reasons=told.get("reasons", ""), decider=told.get("decider", ""), minutes=took,
    )


def where_words(value: str, thing: Any) -> str:
    """Where something stands, in words: a note by its day and writer, her answers by their version."""
    if isinstance(thing, CaseNote):
        return _("Note of %(day)s by %(name)s") % {"day": show_date(thing.at.date()), "name": thing.author.name}
    return _("Her answers (%(form)s), version %(number)s") % {"form": thing.record_type.name, "number": thing.number}


def _element(code: str, shown: dict[str, str], row: Determination) -> ElementShown:
    how = _(HOW[How(shown["how"])]) if shown.get("how") else ""
    return ElementShown(_(ELEMENTS[code]), how, shown.get("what", ""), _where(shown, row))


def _where(shown: dict[str, str], row: Determination) -> str:
    """The place named when it was kept. A note that was taken back is said to be gone."""
    said = [shown["paper"]] if shown.get("paper") else []
    kind, _colon, rest = shown.get("where", "").partition(":")
    if kind == "note":
        note = CaseNote.objects.select_related("author").filter(pk=rest, case=row.case_id).first()
        said.insert(0, where_words("", note) if note else _("A note that is not kept any more"))
    elif kind == "answers":
        said.insert(0, _("Her answers, version %(number)s") % {"number": rest.rpartition(":")[2]})
    return " · ".join(said)
