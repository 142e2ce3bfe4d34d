"""Words for what a list or a page says of records and activities: places by name, a record by its first plain answers."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.types import ElementType
from titip.intake.models import OwnRecord
from titip.intake.reads.records import Kind, kind_of
from titip.intake.reads.surveys import standing_of, survey_of
from titip.kit.noted import noted
from titip.register import reads as register

#: Answers that say in a word or two which record it is.
_TELLING = (ElementType.SELECT_ONE, ElementType.PLACE)
_MOST = 2


def place_words(code: str) -> str:
    """The name of a place, with the country it lies in; its code where neither the list nor the gazetteer knows it."""
    if not code:
        return ""
    listed = noted("places by code", lambda: {choice.code: choice for choice in dictionary.code_list("places")}) or {}
    found = listed.get(code)
    if found is None:
        place = dictionary.place_of(code)
        return place.label if place else code
    wider = listed.get(found.parent)
    return f"{found.label}, {wider.label}" if wider else found.label


def reach_in_words(kind_code: str) -> tuple[str, ...]:
    """How far the answers of a survey reach, in sentences that travel with every table of them; none where the kind is no survey."""
    kind, survey = kind_of(kind_code), survey_of(kind_code)
    if kind is None or survey is None:
        return ()
    here = standing_of(kind, survey)
    first = here.rates[0]
    values = {"drawn": _(survey.get_drawn_display()), "part": first.part, "whole": first.whole, "frame": survey.frame}
    said = [_("Drawn from: %(frame)s. How: %(drawn)s. %(part)s of %(whole)s who belong or may belong answered (AAPOR RR1).") % values]
    said += [_("“%(group)s” is ten points or more off its share of the list.") % {"group": label} for label, row in here.against if row.far]
    if survey.weight_element:
        said.append(_("Counts are not weighted; the weight of each answer stands on its record."))
    return tuple(said)


def telling(kind: Kind) -> list[Declared]:
    """The questions of a kind whose answers stand in its list: at most two, of the lowest class, about nobody."""
    if kind.subject != "none":
        return []
    return [e for e in dictionary.form_spec(kind.form_code) if e.type in _TELLING and e.risk == "low" and not e.identifier][:_MOST]


def summaries(kind: Kind, owns: Sequence[OwnRecord]) -> dict[UUID, str]:
    """A line for each record. The caller's event names the records and these questions."""
    elements = telling(kind)
    found = register.many_answers([own.record for own in owns], frozenset(e.code for e in elements)) if elements else {}
    return {
        own.pk: ", ".join(
            register.answer_words(e, answer) for e in elements if (answer := found.get(own.record_id, {}).get(e.code)) is not None and answer.given
        )
        for own in owns
    }
