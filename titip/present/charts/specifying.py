"""Specifications made from results: what is not said is taken from the released table, what neither says stays empty for the checks to refuse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from titip.analyse.rules.sentences import Sentence
from titip.analyse.statistics import Description, Numbers, messages
from titip.kit.missing import Missing
from titip.present.charts.kinds import USUAL, Intent, Kind, Measure
from titip.present.charts.rows import Box, Row
from titip.present.charts.specification import NOT_STATED, ChartSpec
from titip.share.rules import STAR, About

_NONE: Final = "none"


def specify_rows(
    rows: Iterable[Row],
    *,
    kind: Kind,
    about: About,
    n: int,
    column: str,
    title: str,
    known: int | None = None,
    intent: Intent | None = None,
    period: str = "",
    place: str = "",
    source: str = "",
    unit: str = "",
    missing: str = "",
    definition: str = "",
    method: str = "",
    limits: Sequence[str] = (),
    protect: int = 0,
    **more: Any,
) -> ChartSpec:
    """A chart of rows that come from one released table, of any kind; the door for every result that is no Description.

    ``about``: what travels with that table. ``n``: its rows, of which ``known`` have a value in ``column``. ``protect``: the k below which counts
    were withheld in ``rows`` (R41 is checked). ``method`` and ``limits`` are added to the table's own. ``more``: any other part of ChartSpec.
    """
    rows = tuple(rows)
    unit, period, place = unit or about.unit_of_count, period or about.period, place or about.place
    spec = ChartSpec(
        title=title,
        period=period,
        place=place,
        unit=unit,
        source=source or about.source,
        n=n,
        known=known,
        rows=rows,
        column=column,
        **_signposts(about, n, unit, place, period),
        missing=missing or _NONE,
        definitions=definition or f"{column}: {NOT_STATED}",
        kind=kind,
        intent=intent or USUAL[kind],
        protect=protect,
        protection=_stars(protect) if protect and any(row.n is None for row in rows) else "",
    )
    told = {"method": " ".join(part for part in (about.method, method) if part), "limits": " ".join([*about.limits, *limits, _only(unit)])}
    return replace(spec, **(told | more))


def _signposts(about: About, n: int, unit: str, place: str, period: str) -> dict[str, Any]:
    """What travels with the table (R37)."""
    return {
        "coverage": ", ".join(part for part in (f"{n:,} observed {unit}", place, period) if part),
        "method": about.method,
        "limits": " ".join(about.limits),
        "version": f"{about.dictionary_version} {about.dictionary_sha256[:12]}".strip() or NOT_STATED,
        "made_on": about.made_on.isoformat(),
        "bias": about.bias,
    }


def _only(unit: str) -> str:
    return f"Observed {unit} only: who is not found is not counted."


def _stars(protect: int) -> str:
    return f"{STAR}: counts withheld so that none under {protect} can be worked out."


def specify(description: Description, *, title: str, kind: Kind = Kind.BAR, limits: Sequence[str] = (), **more: Any) -> ChartSpec:
    """A chart of a description: its groups, or for a box plot its numbers in each group. Arguments as for ``specify_rows``.

    Raises ValueError for a kind that a description of one column cannot fill.
    """
    heading = description.heading
    rows, drawn_as = _rows_for(description, kind)
    spec = specify_rows(
        rows,
        kind=kind,
        about=description.about,
        n=description.n,
        known=description.known,
        column=heading.shown,
        title=title,
        missing=description.missing_text(),
        definition=description.about.definitions.get(heading.code, ""),
        limits=[*limits, *_reading(description)],
        protect=description.protect,
        **({"ordered": heading.ordered or heading.numeric, "many": description.many} | drawn_as | more),
    )
    return replace(spec, protection=_protection(description))


def _rows_for(description: Description, kind: Kind) -> tuple[list[Row], dict[str, Any]]:
    groups = description.groups
    if kind in (Kind.BAR, Kind.PIE, Kind.LINE):
        return [Row(group.name, group.n, group.share, at=_number(group.value), code=str(group.value)) for group in groups], {}
    if kind is Kind.BOX:
        return _boxes(description)
    raise ValueError(f"A description of one column cannot be drawn as {kind.value}: it needs a second column. See titip.present.charts.crossing.")


def _boxes(description: Description) -> tuple[list[Row], dict[str, Any]]:
    """A box for each group whose count may be told; of the whole column where it holds the numbers itself."""
    by_group = description.numbers_by_group or {}
    if by_group:
        code, found = next(iter(by_group.items()))
        told = [_box(group.name, found[group.name]) if group.name in found else Row(group.name, None) for group in description.groups]
    else:
        code = next(iter(description.numbers or {}), description.heading.code)
        told = [_box(description.heading.shown, numbers) for numbers in (description.numbers or {}).values()][:1]
    heading = (description.labels or {}).get(code, description.heading)
    return told, {"measure": Measure.VALUE, "value_label": heading.shown, "value_unit": heading.unit, "ordered": True}


def _box(name: str, numbers: Numbers) -> Row:
    if numbers.n is None or numbers.median is None or numbers.q1 is None or numbers.q3 is None:
        return Row(name, None)
    return Row(name, numbers.n, value=numbers.median, box=Box(numbers.lowest, numbers.q1, numbers.median, numbers.q3, numbers.highest))


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _protection(description: Description) -> str:
    return _stars(description.protect) if description.withholds else ""


def _reading(description: Description) -> list[str]:
    """What the reader of this one column must know."""
    empty = description.missing.get(Missing.EMPTY)
    return [Sentence(messages.ONE_VALUE, {"n": empty}).say()] if description.one_valued else []
