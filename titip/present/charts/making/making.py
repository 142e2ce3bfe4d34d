"""From a wish to a specification; a wish that does not fit says what would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from titip.present.charts.kinds import Intent, Kind
from titip.present.charts.making.columns import one_column, two_columns
from titip.present.charts.making.numbers import histogram, scatter, strip
from titip.present.charts.making.places import choropleth, flow, shares
from titip.present.charts.making.wish import Wish
from titip.present.charts.specification import ChartSpec
from titip.share.rules import Released


def make(released: Released, wish: Wish, *, title: str, protect: int | None = None, intent: Intent | None = None, **said: Any) -> ChartSpec:
    """The specification of a wish, from one released table. ``said``: period, place, source, notice and the like, as for ``specify_rows``.

    Raises UnknownColumn, TableProblem or ReleaseRefused. What breaks a rule of charts is not refused here but by ``check``.
    """
    spec = _MAKERS[wish.kind](released, wish, title, protect, said)
    return replace(spec, intent=intent) if intent else spec


_MAKERS: Final[Mapping[Kind, Callable[[Released, Wish, str, int | None, dict[str, Any]], ChartSpec]]] = {
    Kind.BAR: one_column,
    Kind.PIE: one_column,
    Kind.LINE: one_column,
    Kind.BOX: one_column,
    Kind.GROUPED: two_columns,
    Kind.STACKED: two_columns,
    Kind.MULTIPLES: two_columns,
    Kind.HEAT: two_columns,
    Kind.HISTOGRAM: histogram,
    Kind.STRIP: strip,
    Kind.SCATTER: scatter,
    Kind.INTERVAL: shares,
    Kind.CHOROPLETH: choropleth,
    Kind.FLOW: flow,
}
