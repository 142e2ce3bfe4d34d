"""Why two records may be one person, in words: what agrees, what differs, and how much each says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from titip.quality.linkage.columns import Ints
from titip.quality.linkage.comparing import Comparer, Features, Pairs
from titip.quality.linkage.linking import Linked
from titip.quality.linkage.spec import Kind
from titip.quality.linkage.weights import Weights

#: Where no candidate is found. Nobody may read it as "was never here".
NOBODY_FOUND = "Nobody who looks like this was found. She may still be here under another spelling, or with other facts."


@dataclass(frozen=True)
class Reason:
    """One sentence, and the evidence behind it in nats: above zero for one person, below for two."""

    words: str
    evidence: float


def explain(linked: Linked, first: Ints, second: Ints) -> list[list[Reason]]:
    """For each pair of rows the reasons for and against, the weightiest first."""
    if not len(first):
        return []
    features = Comparer(linked.records).features(Pairs(first, second), fuzzy=True)
    return [reasons(features, linked.weights, place) for place in range(len(first))]


def reasons(features: Features, weights: Weights, place: int) -> list[Reason]:
    """What the features of the pair at ``place`` say, the weightiest first."""
    grouped: dict[str, dict[str, float]] = {}
    for name, values in features.items():
        kind, _, part = name.partition(".")
        grouped.setdefault(kind, {})[part] = float(values[place])
    told = []
    for kind, parts in grouped.items():
        worth = sum(value * weights.of.get(f"{_weighed_as(kind)}.{part}", 0.0) for part, value in parts.items())
        if words := _words(kind, parts):
            told.append(Reason(words, round(worth, 2)))
    return sorted(told, key=lambda reason: -abs(reason.evidence))


def sentence(told: Sequence[Reason]) -> str:
    """The reasons in one line, those for before those against."""
    return "; ".join([r.words for r in told if r.evidence >= 0] + [r.words for r in told if r.evidence < 0])


def _weighed_as(kind: str) -> str:
    return Kind.NAME if kind == Kind.NATIVE_NAME else kind


def _words(kind: str, parts: dict[str, float]) -> str:
    if kind in (Kind.NAME, Kind.NATIVE_NAME):
        return _name_words("the name" if kind == Kind.NAME else "the name in its own script", parts)
    if kind in (Kind.PARENT_NAME, Kind.TEXT):
        return _other_words("parent's name" if kind == Kind.PARENT_NAME else "text", parts)
    if kind == Kind.BIRTH_YEAR:
        return _year_words(parts)
    if kind == Kind.BIRTH_DATE:
        return _date_words(parts)
    said = {"country": "country", "sex": "sex", "place": "place", "phone": "telephone number", "exact": "identifier"}[kind]
    if parts["same"]:
        return f"same {said}"
    if parts.get("near"):
        return f"{said} one slip apart"
    return f"another {said}" if parts["differ"] else ""


def _name_words(what: str, parts: dict[str, float]) -> str:
    if parts["missing"]:
        return ""
    if parts["none"]:
        return f"no word of {what} agrees"
    levels = (
        ("spelling", "spelt the same"), ("sound", "sounding alike"), ("skeleton", "with the same consonants"), ("near", "spelt nearly alike"),
        ("rather", "spelt a little alike"),
    )
    found = [f"{_count(parts[level])} {said}" for level, said in levels if parts.get(level)]
    if parts["differ"]:
        found.append(f"{_count(parts['differ'])} different")
    if parts["extra"]:
        found.append(f"{_count(parts['extra'])} only on one side")
    if parts["two_scripts"]:
        found.append("written in two scripts")
    if parts["crossed"]:
        found.append("in another order")
    return f"in {what}: {', '.join(found)}"


def _count(many: float) -> str:
    return "1 word" if many == 1 else f"{int(many)} words"


def _other_words(what: str, parts: dict[str, float]) -> str:
    agree, near, none = parts["agree"], parts["near"], parts["none"]
    if parts.get("other_column.rarity") and not agree + near:
        return f"{what} agrees with another column"
    if none:
        return f"another {what}"
    if parts["whole"]:
        return f"same {what}" if not near else f"{what} nearly the same"
    return f"{what} agrees in part" if agree or near else ""


def _year_words(parts: dict[str, float]) -> str:
    said = {
        "same": "same birth year", "1_apart": "birth years one apart", "2_apart": "birth years two apart", "3_apart": "birth years three apart",
        "4_or_5_apart": "birth years four or five apart", "6_or_more_apart": "birth years far apart",
    }
    return next((words for part, words in said.items() if parts.get(part)), "")


def _date_words(parts: dict[str, float]) -> str:
    said = {
        "same_day": "same birth date", "same_day_other_year": "same day and month of birth in another year",
        "day_and_month_swapped": "day and month of birth the other way round",
        "one_digit": "birth dates one digit apart",
        "same_month": "same month of birth, another day", "other_day": "another birth date",
    }
    return next((words for part, words in said.items() if parts.get(part)), "")
