"""What a change of the dictionary would do to people: what needs a second pair of eyes, and what may not be at all."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from titip.dictionary.rules.cards import heard, name_of, words_in
from titip.dictionary.rules.classify import classify, is_higher
from titip.dictionary.rules.codebook import Codebook, ElementEntry, FormEntry, PurposeEntry
from titip.dictionary.rules.messages import Told
from titip.dictionary.rules.messages import gettext_noop as _
from titip.dictionary.rules.points import FINEST_OPEN
from titip.dictionary.rules.types import ElementType, IdentifierKind
from titip.kit.points import coarse_enough

_SEALED = ("high", "identity")
_WITH_LIST = (ElementType.SELECT_ONE, ElementType.SELECT_MANY, ElementType.HIERARCHY, ElementType.PLACE)


class CannotEdit(Told):
    """The dictionary stays as it is; the message says why and what to do."""


@dataclass(frozen=True)
class Reason:
    """Why somebody else must agree: a sentence to translate with its values."""

    template: str
    params: dict[str, Any] = field(default_factory=dict)


def reasons(before: Codebook, after: Codebook) -> list[Reason]:
    """What of this change somebody other than its editor must agree to: less protection, wider use (S11, S4)."""
    elements = {entry.code: entry for entry in before.elements}
    purposes = {entry.code: entry for entry in before.purposes}
    found = [r for entry in after.elements if (was := elements.get(entry.code)) and was != entry for r in _softer(was, entry)]
    found += [r for entry in after.elements if entry.code not in elements for r in _bold(entry)]
    return found + [r for entry in after.purposes if (held := purposes.get(entry.code)) and held != entry for r in _wider(held, entry)]


def _softer(was: ElementEntry, now: ElementEntry) -> Iterator[Reason]:
    told = {"what": now.label}
    if is_higher(was.risk, now.risk):
        yield Reason(_("“%(what)s” becomes less protected: from %(before)s to %(after)s."), {**told, "before": was.risk, "after": now.risk})
    if more := sorted(set(now.purposes) - set(was.purposes)):
        yield Reason(_("“%(what)s” may be used for more: %(more)s."), {**told, "more": ", ".join(more)})
    if was.identifier and not now.identifier:
        yield Reason(_("“%(what)s” is no longer treated as an identifier."), told)
    if was.never_by_default and not now.never_by_default:
        yield Reason(_("“%(what)s” is no longer left out by default."), told)
    if now.minimum and not was.minimum:
        yield Reason(_("“%(what)s” may be held without anybody's agreement."), told)
    if now.offline_allowed and not was.offline_allowed:
        yield Reason(_("“%(what)s” may be carried on a device."), told)
    if now.type is ElementType.GEOPOINT and coarse_enough(now.minimum_value) < coarse_enough(was.minimum_value):
        told_km = {"before": coarse_enough(was.minimum_value), "after": coarse_enough(now.minimum_value)}
        yield Reason(_("“%(what)s” is kept more precisely: %(after)s km, not %(before)s km."), {**told, **told_km})
    if was.retention_months is not None and (now.retention_months is None or now.retention_months > was.retention_months):
        yield Reason(_("“%(what)s” is kept longer."), told)


def _bold(now: ElementEntry) -> Iterator[Reason]:
    """A new element below the class that its own words suggest."""
    proposal = classify(now)
    if (proposal.identifier or proposal.never_by_default or proposal.known) and is_higher(proposal.risk, now.risk):
        told = {"what": now.label, "before": proposal.risk, "after": now.risk}
        yield Reason(_("“%(what)s” is new and would be %(after)s; its words suggest %(before)s."), told)
    if now.minimum:
        yield Reason(_("“%(what)s” may be held without anybody's agreement."), {"what": now.label})


def _wider(was: PurposeEntry, now: PurposeEntry) -> Iterator[Reason]:
    if now.months > was.months or (now.external and not was.external) or now.who_sees != was.who_sees:
        yield Reason(_("The purpose “%(what)s” lasts longer, or other people will see."), {"what": now.name})
    for language in now.sounds:
        if heard(now, language) != heard(was, language):
            yield Reason(_("The purpose “%(what)s” has a new recording in %(language)s: somebody else listens to it first."),
                         {"what": now.name, "language": name_of(language)})
    for language in now.texts:
        words, earlier = words_in(now, language), words_in(was, language)
        if words is not None and (earlier is None or words.who_sees != earlier.who_sees):
            yield Reason(_("The purpose “%(what)s” says in %(language)s who will see it: somebody else reads it first."),
                         {"what": now.name, "language": name_of(language)})


def refuse(entry: ElementEntry, published: ElementEntry | None) -> None:
    """Raises CannotEdit for an element that would expose people or break what records stand on."""
    if entry.identifier is IdentifierKind.BIOMETRIC:
        raise CannotEdit("biometric", _("Biometrics are not collected. Leave this element out."))
    if entry.identifier and entry.risk not in _SEALED:
        raise CannotEdit("exposed", _("An identifier must be of the class identity or high, so that it is sealed. Choose one of the two."))
    if entry.minimum and entry.risk in _SEALED:
        raise CannotEdit("minimum", _("This element belongs to the minimum that is held without a basis, so it cannot be sealed."))
    if entry.type in _WITH_LIST and not entry.code_list:
        raise CannotEdit("code_list", _("This kind of entry needs a list of choices. Choose the list, or make it first."))
    if entry.type is ElementType.GEOPOINT:
        _refuse_pin(entry)
    if entry.minimum_value is not None and entry.maximum_value is not None and entry.minimum_value > entry.maximum_value:
        raise CannotEdit("limits", _("The least value is larger than the most. Exchange them, or leave one empty."))
    if published is not None and (published.type is not entry.type or published.record_type != entry.record_type or published.inside != entry.inside):
        raise CannotEdit("type", _("Answers stand on its kind of entry and on its group, so these cannot change. Retire this element and add another."))


def _refuse_pin(entry: ElementEntry) -> None:
    if entry.risk not in _SEALED and coarse_enough(entry.minimum_value) < FINEST_OPEN:
        raise CannotEdit("precise", _("A pin of about 1 km leads to a door, so its answers must be sealed. Choose the class high, or a larger square."))
    if entry.searchable:
        raise CannotEdit("searchable", _("A pin is not searched by, because a search would tell what lies near. Take that away."))


def new_forms(before: Codebook, after: Codebook) -> list[FormEntry]:
    """The forms that begin a new collection: each needs a signed review of harm and benefit first."""
    here = {form.code for form in before.forms}
    return [form for form in after.forms if form.code not in here and form.placements]
