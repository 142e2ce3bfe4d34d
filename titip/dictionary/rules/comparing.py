"""Two versions of the dictionary side by side: what is new, changed, retired, and for whom that matters."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final

from titip.dictionary.rules.classify import is_higher
from titip.dictionary.rules.codebook import Codebook, CodeListEntry, ElementEntry, FormEntry
from titip.dictionary.rules.codebook_csv import cell
from titip.dictionary.rules.drafting import KINDS, find
from titip.dictionary.rules.messages import gettext_noop as _
from titip.dictionary.rules.types import ElementType
from titip.kit.points import coarse_enough

#: Whom a change reaches, in the order shown.
AUDIENCES: Final = {
    "asking": _("Whoever fills in forms"), "person": _("The people we ask"), "seeing": _("Whoever reads records"), "counting": _("Whoever counts and shares"),
}  # fmt: skip
_ASKED = frozenset({"label", "question_text", "indirect_text", "hint", "required", "relevant", "constraint", "minimum_value", "maximum_value", "max_length",
    "square", "pattern", "code_list", "missing_codes", "certainty_asked", "source_asked", "texts", "calculation"})  # fmt: skip
_COUNTED = frozenset({"unit", "code_list", "definition", "htcds", "ctdc", "ic_tip", "generalise", "quasi_identifier", "sensitive", "missing_codes",
    "relevant", "calculation"})  # fmt: skip
#: Numbers that publishing gives, and marks of our own.
_SILENT = frozenset({"version"})


@dataclass(frozen=True)
class Differs:
    """One property, before and after, as text. ``name`` is the property's own name."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """What happened to one entry. ``how``: new, changed, retired, restored."""

    kind: str
    code: str
    label: str
    how: str
    differs: tuple[Differs, ...] = ()
    record_type: str = ""


@dataclass(frozen=True)
class Effect:
    """What a change means for somebody: a sentence to translate with its values."""

    audience: str
    template: str
    params: Mapping[str, Any] = field(default_factory=dict)


def compare(before: Codebook, after: Codebook) -> list[Change]:
    """Every entry that differs, in the order of kinds and of the later version."""
    return [change for kind in KINDS for change in _of_kind(kind, before, after)]


def _of_kind(kind: str, before: Codebook, after: Codebook) -> Iterator[Change]:
    held = {entry.code: entry for entry in getattr(before, kind)}
    for entry in getattr(after, kind):
        was = held.pop(entry.code, None)
        if was is None:
            yield Change(kind, entry.code, label_of(entry), "new", (), getattr(entry, "record_type", ""))
        elif was is not entry and was != entry and (differs := tuple(_differs(was, entry))):
            yield Change(kind, entry.code, label_of(entry), _how(differs), differs, getattr(entry, "record_type", ""))
    for entry in held.values():
        yield Change(kind, entry.code, label_of(entry), "retired", (), getattr(entry, "record_type", ""))


def _how(differs: tuple[Differs, ...]) -> str:
    status = next((d for d in differs if d.name == "status"), None)
    return "changed" if status is None else "retired" if status.after == "retired" else "restored"


def label_of(entry: Any) -> str:
    """What people call it."""
    return str(getattr(entry, "label", "") or getattr(entry, "name", "") or getattr(entry, "text", "") or entry.code)


def _differs(was: Any, now: Any) -> Iterator[Differs]:
    for f in fields(was):
        before, after = getattr(was, f.name), getattr(now, f.name)
        if before == after or f.name in _SILENT:
            continue
        if f.name == "sounds":
            yield from _sounds(before, after)
        elif f.name == "texts":
            yield from _texts(before, after)
        elif f.name == "minimum_value" and getattr(now, "type", None) is ElementType.GEOPOINT:
            yield Differs("square", f"{coarse_enough(before)} km", f"{coarse_enough(after)} km")
        elif f.name == "items":
            yield from _items(was, now)
        elif f.name == "placements":
            yield from _placements(was, now)
        else:
            yield Differs(f.name, cell(before), cell(after))


def _texts(before: Mapping[str, Mapping[str, str]], after: Mapping[str, Mapping[str, str]]) -> Iterator[Differs]:
    for language in sorted(set(before) | set(after)):
        was, now = before.get(language, {}), after.get(language, {})
        for word in sorted(set(was) | set(now)):
            if word != "of" and was.get(word, "") != now.get(word, ""):
                yield Differs(f"texts:{word}:{language}", was.get(word, ""), now.get(word, ""))


def _sounds(before: Mapping[str, Mapping[str, str]], after: Mapping[str, Mapping[str, str]]) -> Iterator[Differs]:
    """A recording is told by when it was put in: its content says nothing to a reader."""
    for language in sorted(set(before) | set(after)):
        was, now = before.get(language, {}), after.get(language, {})
        if was.get("file", "") != now.get("file", ""):
            told = [f"{one['at'][:10]} · {one['file'][:6]}" if one else "" for one in (was, now)]
            yield Differs(f"texts:sound:{language}", *told)


def _items(was: CodeListEntry, now: CodeListEntry) -> Iterator[Differs]:
    held = {item.code: item for item in was.items}
    for item in now.items:
        before = held.pop(item.code, None)
        if before != item:
            yield Differs(f"items:{item.code}", _item_words(before), _item_words(item))
    for item in held.values():
        yield Differs(f"items:{item.code}", _item_words(item), "")
    kept = [i.code for i in now.items if any(i.code == w.code for w in was.items)]
    if kept != [w.code for w in was.items if w.code in set(kept)]:
        yield Differs("order", "", "")


def _item_words(item: Any) -> str:
    if item is None:
        return ""
    more = [f"‹ {item.parent}"] if item.parent else []
    more += ["✕"] if item.retired else []
    return " ".join([item.label, *more, *(f"[{language}] {words}" for language, words in sorted(item.translations.items()))])


def _placements(was: FormEntry, now: FormEntry) -> Iterator[Differs]:
    before, after = {p.element: p.section for p in was.placements}, {p.element: p.section for p in now.placements}
    for code in [*after, *(c for c in before if c not in after)]:
        if (code in before) != (code in after) or before.get(code) != after.get(code):
            yield Differs(f"placed:{code}", before.get(code, "") or ("·" if code in before else ""), after.get(code, "") or ("·" if code in after else ""))
    kept = [code for code in after if code in before]
    if kept != [code for code in before if code in after]:
        yield Differs("order", "", "")


def effects(before: Codebook, after: Codebook, changes: list[Change]) -> list[Effect]:
    """What the changes mean, for each who is reached; old records are reached by none: they keep their version."""
    return [effect for change in changes for effect in _effects(change, before, after)]


def _effects(change: Change, before: Codebook, after: Codebook) -> Iterator[Effect]:
    told = {"what": change.label}
    names = {d.name.partition(":")[0] for d in change.differs}
    if change.kind == "forms":
        yield from _of_form(change, before, after, told)
    elif change.kind == "code_lists" and change.how != "new":
        yield Effect("asking", _("The choices of “%(what)s” change."), told)
        yield Effect("counting", _("Tables by “%(what)s” may not be compared with earlier ones without care."), told)
    elif change.kind == "purposes" and change.how == "changed" and not names & {"name", "card", "who_sees", "external", "months", "language"}:
        yield Effect("person", _("The card of “%(what)s” changes in another language, or in what can be listened to."), told)
    elif change.kind == "purposes":
        yield Effect("person", _("The purpose “%(what)s” is new or reads otherwise: whoever agreed before agreed to the earlier words."), told)
    elif change.kind == "card_languages":
        yield Effect("asking", _("The cards in %(what)s change: a language comes, goes, or has other words around the cards."), told)
    elif change.kind == "elements":
        if change.how == "retired":
            yield Effect("asking", _("“%(what)s” is asked no longer; what was answered stays readable."), told)
            yield Effect("counting", _("“%(what)s” ends with this version."), told)
        elif change.how != "new":
            yield from _of_element(find(before, "elements", change.code), find(after, "elements", change.code), names, told)


def _of_form(change: Change, before: Codebook, after: Codebook, told: dict[str, Any]) -> Iterator[Effect]:
    if change.how == "new":
        yield Effect("asking", _("There is a new form, “%(what)s”."), told)
    elif change.how == "retired":
        yield Effect("asking", _("The form “%(what)s” is used no longer."), told)
    else:
        was, now = ({p.element for p in found.placements} for found in (find(before, "forms", change.code), find(after, "forms", change.code)))
        for code in sorted(now - was):
            yield Effect("asking", _("“%(what)s” asks one thing more: %(thing)s."), {**told, "thing": label_of(find(after, "elements", code))})
        for code in sorted(was - now):
            yield Effect("asking", _("“%(what)s” no longer asks: %(thing)s."), {**told, "thing": label_of(find(before, "elements", code))})
        if was == now:
            yield Effect("asking", _("“%(what)s” asks in another order, or under other headings."), told)


def _of_element(was: ElementEntry, now: ElementEntry, names: set[str], told: dict[str, Any]) -> Iterator[Effect]:
    if names & _ASKED:
        yield Effect("asking", _("“%(what)s” is asked, worded or checked otherwise."), told)
    if set(now.purposes) - set(was.purposes):
        yield Effect("person", _("“%(what)s” serves one purpose more: only who agrees to that is reached."), told)
    if now.why != was.why:
        yield Effect("person", _("“%(what)s” gives another reason for asking."), told)
    if is_higher(now.risk, was.risk):
        better = _("“%(what)s” is better protected: fewer colleagues see it. What was kept open before stays until “titip dictionary reseal”.")
        yield Effect("seeing", better, told)
    elif is_higher(was.risk, now.risk):
        yield Effect("seeing", _("“%(what)s” is less protected: more colleagues see it."), told)
    if names & _COUNTED:
        yield Effect("counting", _("“%(what)s” may mean something else than before: compare across versions with care."), told)
