"""What follows from the answers: which questions do not arise, and what is calculated, in the order of what depends on what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from titip.dictionary.rules import expressions
from titip.dictionary.rules.answers import EMPTY, Answer, JsonValue
from titip.dictionary.rules.codebook import Codebook, plain_number
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.keys import split
from titip.dictionary.rules.messages import Told
from titip.dictionary.rules.messages import gettext_noop as _
from titip.dictionary.rules.types import ElementType
from titip.dictionary.rules.values import value_of
from titip.kit.missing import Missing

NOT_APPLICABLE = Answer(missing=Missing.NOT_APPLICABLE)


class Circular(Told):
    """Elements are calculated from each other; the message names both."""


@dataclass(frozen=True)
class Following:
    """``hidden``: keys of the questions that do not arise. ``computed``: the answers to the calculated elements that do, by key."""

    hidden: frozenset[str] = frozenset()
    computed: Mapping[str, Answer] = field(default_factory=dict)


def follow(keyed: Mapping[str, Declared], answers: Mapping[str, Answer], *, today: date, unknown: frozenset[str] = frozenset()) -> Following:
    """Work out skip rules and calculations of the elements in ``keyed`` (keys as in ``rules.keys``) over ``answers``.

    A question that does not arise counts as unanswered in every rule behind it, so that a chain of rules holds. ``unknown``: keys that
    have an answer which is not known here; a rule that looks at one is left alone, and its question counts as arising. A rule that is
    not understood is not obeyed; rules that look at each other in a circle are taken in the order given.
    """
    looks = {key: _looked_at(element, key, keyed) for key, element in keyed.items()}
    work = _Work(dict(answers), keyed, today, unknown)
    for key in _in_order(looks):
        work.take(key)
    return Following(frozenset(work.hidden), work.computed)


class _Work:
    """One pass over the elements, each after what it looks at."""

    def __init__(self, answers: dict[str, Answer], keyed: Mapping[str, Declared], today: date, unknown: frozenset[str]) -> None:
        self.answers, self.keyed, self.today, self.unknown = answers, keyed, today, unknown
        self.hidden: set[str] = set()
        self.computed: dict[str, Answer] = {}
        self.by_member: dict[str, list[str]] = {}
        for key in (*answers, *(key for key in keyed if key not in answers)):
            if split(key)[1]:
                self.by_member.setdefault(split(key)[2], []).append(key)

    def take(self, key: str) -> None:
        element = self.keyed[key]
        if split(key)[0] in self.hidden or not self.arises(key, element):
            self.hidden.add(key)
            self.answers.pop(key, None)
        elif element.type is ElementType.CALCULATED and element.calculation and self.knows(element.calculation, key):
            answer = calculated(element, self.scope(key, element.calculation), self.today)
            self.computed[key] = answer
            self.answers[key] = answer

    def arises(self, key: str, element: Declared) -> bool:
        if not element.relevant or not self.knows(element.relevant, key):
            return True
        node = _parsed(element.relevant)
        return node is None or expressions.holds(node, self.scope(key, element.relevant), today=self.today)

    def knows(self, rule: str, key: str) -> bool:
        return not self.unknown.intersection(one for code in _references(rule) for one in self.keys_of(code, key))

    def keys_of(self, code: str, key: str) -> list[str]:
        """The keys that an expression at ``key`` means by ``code``: the same row's, else every row's, else the element's own."""
        group, row, _member = split(key)
        mine = [one for one in self.by_member.get(code, ()) if row and split(one)[:2] == (group, row)]
        return mine or self.by_member.get(code, []) or [code]

    def scope(self, key: str, rule: str) -> dict[str, expressions.Value]:
        found: dict[str, expressions.Value] = {}
        for code in _references(rule):
            keys = self.keys_of(code, key)
            if code in self.by_member and not (len(keys) == 1 and split(keys[0])[:2] == split(key)[:2]):
                found[code] = tuple(expressions.text_of(_yes_no(self.value(one))) for one in keys)
            else:
                found[code] = self.value(keys[0])
        return found

    def value(self, key: str) -> expressions.Value:
        element = self.keyed.get(key)
        return value_of(self.answers.get(key, EMPTY), element.type if element else None)


def _yes_no(value: expressions.Value) -> expressions.Value:
    return ("yes" if value else "no") if isinstance(value, bool) else value


def calculated(element: Declared, values: Mapping[str, expressions.Value], today: date) -> Answer:
    """What a calculated element comes to: a whole number, a decimal as text, a text, yes or no; empty where it cannot be told."""
    node = _parsed(element.calculation)
    if node is None:
        return EMPTY
    value = _kept(expressions.evaluate(node, values, today=today))
    return EMPTY if value is None else Answer(value)


def _kept(value: expressions.Value) -> JsonValue | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        if value != value or abs(value) >= 1e15:
            return None
        return int(value) if value.is_integer() else plain_number(Decimal(repr(round(value, 6))))
    text = expressions.text_of(value).strip()
    return None if text in ("", "NaN") else text[:1_000]


def _parsed(rule: str) -> expressions.Node | None:
    try:
        return expressions.parse(rule)
    except expressions.BadExpression:
        return None


def _references(rule: str) -> frozenset[str]:
    node = _parsed(rule)
    return expressions.references(node) if node is not None else frozenset()


# --- order


def _rules_of(element: Declared) -> Iterable[str]:
    return [rule for rule in (element.relevant, element.calculation if element.type is ElementType.CALCULATED else "") if rule]


def _looked_at(element: Declared, key: str, keyed: Mapping[str, Declared]) -> list[str]:
    """The keys that must be worked out before this one."""
    group, row, _member = split(key)
    wanted = {code for rule in _rules_of(element) for code in _references(rule)}
    if not wanted and not group:
        return []
    found = [group] if group in keyed else []
    for other in keyed:
        in_group, in_row, code = split(other)
        if code in wanted and other != key and (not in_row or in_group != group or in_row == row):
            found.append(other)
    return found


def _in_order(looks: Mapping[str, list[str]]) -> list[str]:
    """Each after what it looks at; in a circle, the one that stands first in the form."""
    made: dict[str, None] = {}
    for start in looks:
        trail, waiting = {start}, [(start, iter(looks[start]))]
        while waiting:
            key, rest = waiting[-1]
            ahead = next((one for one in rest if one not in made and one not in trail), None)
            if ahead is None:
                made.setdefault(key)
                waiting.pop()
            else:
                trail.add(ahead)
                waiting.append((ahead, iter(looks[ahead])))
    return list(made)


def calculating(declared: Mapping[str, Declared]) -> frozenset[str]:
    """The elements that stand in calculations, or decide whether one arises, the calculated ones included; none where nothing is calculated."""
    found = {code for code, element in declared.items() if element.type is ElementType.CALCULATED}
    waiting = list(found)
    while waiting:
        element = declared[waiting.pop()]
        ahead = {code for rule in _rules_of(element) for code in _references(rule)} | ({element.inside} if element.inside else set())
        ahead = {code for code in ahead if code in declared} - found
        found |= ahead
        waiting += ahead
    return frozenset(found)


# --- circles


def circles(book: Codebook) -> list[tuple[str, ...]]:
    """Circles of elements that look at each other, through calculations or skip rules, each once, by code."""
    live = [entry for entry in book.elements if entry.status != "retired"]
    known = {entry.code for entry in live}
    looks = {
        entry.code: sorted(
            {code for rule in (entry.relevant, entry.calculation) if rule for code in _references(rule)} & known
            | ({entry.inside} & known if entry.relevant or entry.calculation else set())
        )
        for entry in live
    }
    return _circles(looks)


def _circles(looks: Mapping[str, list[str]]) -> list[tuple[str, ...]]:
    found: dict[frozenset[str], tuple[str, ...]] = {}
    done: set[str] = set()
    for start in looks:
        trail: list[str] = []
        waiting = [(start, iter(looks[start]))] if start not in done else []
        while waiting:
            key, rest = waiting[-1]
            if len(trail) < len(waiting):
                trail.append(key)
            ahead = next(rest, None)
            if ahead is None:
                done.add(key)
                waiting.pop()
                trail.pop()
            elif ahead in trail:
                circle = tuple(trail[trail.index(ahead) :])
                found.setdefault(frozenset(circle), circle)
            elif ahead not in done:
                waiting.append((ahead, iter(looks[ahead])))
    return list(found.values())


def refuse_circles(book: Codebook) -> None:
    """Raise Circular where a calculated element would need itself; the message names every element in the circle."""
    calculating = {entry.code for entry in book.elements if entry.type is ElementType.CALCULATED}
    for circle in circles(book):
        if calculating.intersection(circle):
            names = ", ".join(f"'{code}'" for code in circle)
            raise Circular("circle", _("%(names)s: each is worked out from the other, so none of them can be. Change one of them."), names=names)
