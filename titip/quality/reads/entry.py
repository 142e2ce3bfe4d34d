"""How the entering of a form goes, put together from every interview and record: nobody is named, nothing is opened (S16)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.declared import Declared
from titip.intake import reads as intake
from titip.quality.rules.entry import Count, Shares, Spread, shares, shown, spread, standing_since, together
from titip.register import reads as register

#: So many dictionaries are looked at, the newest.
LOOKED_AT = 20
#: So many questions are listed, the worst first.
MOST = 12


@dataclass(frozen=True)
class Timed:
    """One mode of one version of a form: the whole, and its sections (title, spread) in their order."""

    mode: str
    whole: Spread | None
    sections: list[tuple[str, Spread]]
    sittings: Count


@dataclass(frozen=True)
class Version:
    """A form as it stood from one dictionary on."""

    since: int
    at: datetime | None
    modes: list[Timed]
    all_modes: dict[str, Spread] = field(default_factory=dict)


@dataclass(frozen=True)
class Halted:
    """Where interviews are halted: a section, breaks taken in it, interviews stopped in it."""

    section: str
    breaks: Count
    stops: Count


@dataclass(frozen=True)
class Troubles:
    """Questions that something happened to: (label, number), the most first; and the labels of those to which it happened few times."""

    often: list[tuple[str, int]]
    few: list[str]


@dataclass(frozen=True)
class Entry:
    """Everything the page shows of one form. ``compared``: sections with their spread now and before, where both are known."""

    versions: list[Version]
    compared: list[tuple[str, Spread, Spread]]
    halted: list[Halted]
    breaks: Count
    unfinished: Count
    ways: list[tuple[str, Shares]]
    sealed: int
    refused: Troubles
    corrected: Troubles


def entry(form_code: str) -> Entry:
    """How one form is entered. Raises KeyError for no such form. Reads every sitting and save of it: for a page that is opened now and then."""
    sections = [section.title for section in dictionary.form_spec(form_code).sections]
    since, made_at = _since(form_code)
    sittings = intake.sittings(form_code)
    by_version: dict[int, list[intake.Sitting]] = {}
    for sitting in sittings:
        by_version.setdefault(since.get(sitting.version, sitting.version), []).append(sitting)
    versions = [_version(number, made_at.get(number), by_version[number], sections) for number in sorted(by_version, reverse=True)]
    newest = max(since.values(), default=0)
    saved = register.entered(form_code)
    now = [one for one in saved if since.get(one.version, one.version) == newest]
    labels = {element.code: element.label for element in _declared(form_code).values()}
    corrected: Counter[str] = Counter()
    for one in now:
        corrected.update(one.corrected)
    refused: Counter[str] = Counter()
    for version, element, number in intake.refused(form_code):
        if since.get(version, version) == newest:
            refused[element] += number
    states = together(one.states for one in now)
    ways = [(labels.get(code, code), found) for code, counts in states.items() if not counts.get("sealed") and (found := shares(code, counts))]
    return Entry(
        versions=versions, compared=_compared(versions, sections), halted=_halted(sittings, sections),
        breaks=shown(sum(sitting.breaks > 0 for sitting in sittings)), unfinished=shown(sum(not sitting.finished for sitting in sittings)),
        ways=sorted((one for one in ways if one[1].weight not in ((0, 0), (0, 100))), key=lambda one: one[1].weight, reverse=True)[:MOST],
        sealed=sum(1 for counts in states.values() if counts.get("sealed")),
        refused=_most(refused, labels), corrected=_most(corrected, labels),
    )


def _declared(form_code: str) -> Mapping[str, Declared]:
    return dictionary.declared(dictionary.form_spec(form_code).record_type)


def _since(form_code: str) -> tuple[dict[int, int], dict[int, datetime]]:
    """Since which dictionary the form stands as it does in each, and when each was made."""
    signatures: list[tuple[int, object]] = []
    made_at: dict[int, datetime] = {}
    for version in reversed(dictionary.versions().defer("content").order_by("-number")[:LOOKED_AT]):
        book = dictionary.frozen_book(version)
        form = book.form(form_code)
        elements = {element.code: element.version for element in book.elements}
        told = tuple((one.element, one.section, elements.get(one.element)) for one in form.placements) if form else ()
        signatures.append((version.number, told))
        made_at[version.number] = version.made_at
    return standing_since(signatures), made_at


def _version(number: int, at: datetime | None, sittings: Sequence[intake.Sitting], sections: list[str]) -> Version:
    timed = [one for one in sittings if one.spent and one.finished]
    modes = sorted({one.mode for one in timed}, key=lambda mode: -sum(one.mode == mode for one in timed))
    return Version(number, at, [_timed(mode, [one for one in timed if one.mode == mode], sections) for mode in modes], _by_section(timed, sections))


def _timed(mode: str, sittings: Sequence[intake.Sitting], sections: list[str]) -> Timed:
    whole = spread(sum(one.spent.values()) for one in sittings)
    return Timed(intake.mode_words(mode), whole, [(title, found) for title, found in _by_section(sittings, sections).items() if title], shown(len(sittings)))


def _by_section(sittings: Sequence[intake.Sitting], sections: list[str]) -> dict[str, Spread]:
    """The seconds that a section takes where it was asked at all."""
    titles = [*sections, *sorted({title for one in sittings for title in one.spent} - set(sections))]
    found = {title: spread(one.spent[title] for one in sittings if one.spent.get(title)) for title in titles}
    return {title: one for title, one in found.items() if one is not None}


def _compared(versions: Sequence[Version], sections: list[str]) -> list[tuple[str, Spread, Spread]]:
    if len(versions) < 2:
        return []
    now, before = versions[0].all_modes, versions[1].all_modes
    return [(title, now[title], before[title]) for title in [*sections, ""] if title in now and title in before]


def _halted(sittings: Sequence[intake.Sitting], sections: list[str]) -> list[Halted]:
    counts: dict[str, Counter[str]] = {}
    for sitting in sittings:
        for title, halts in sitting.halts.items():
            counts.setdefault(title, Counter()).update(halts)
    titles = [title for title in [*sections, *sorted(set(counts) - set(sections))] if title in counts]
    return [Halted(title, shown(counts[title]["break"]), shown(counts[title]["stop"])) for title in titles]


def _most(counts: Counter[str], labels: dict[str, str]) -> Troubles:
    told = [(labels.get(code, code), shown(number).number) for code, number in counts.most_common(MOST)]
    return Troubles([(label, number) for label, number in told if number is not None], [label for label, number in told if number is None])
