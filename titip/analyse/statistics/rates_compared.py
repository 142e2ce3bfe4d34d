"""Counts of groups compared, as rates where there are denominators (R6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from titip.analyse.rules.guardrails import SMALLEST, Refused
from titip.analyse.rules.intents import Intent
from titip.analyse.rules.sentences import Sentence
from titip.analyse.statistics import intervals, wording
from titip.analyse.statistics.describing import describe
from titip.analyse.statistics.effects import Effect, Rate, Scale
from titip.analyse.statistics.finding import Cell, Finding, Head, Kind, Shown
from titip.analyse.statistics.groups import Denominators, or_refused
from titip.analyse.statistics.tabulating import set_aside, single
from titip.share.rules import Released, TableProblem


def compare_counts(released: Released, by: str, denominators: Denominators | None, k: int) -> Finding:
    single(released, by)
    described = describe(released, by=by, protect=k)
    per = dict(denominators.of) if denominators else {}
    if unknown := sorted(set(per) - {g.name for g in described.groups} - {str(g.value) for g in described.groups}):
        raise TableProblem(f"No group is called {', '.join(unknown)}.", f"The groups are: {', '.join(g.name for g in described.groups[:12])}.")
    if any(exposure <= 0 for exposure in per.values()):
        raise TableProblem("A denominator is zero or less.", "Give how many could have been counted in each group.")
    told: list[Sentence] = []
    rows: list[tuple[Cell, ...]] = []
    rates: dict[str, Rate] = {}
    for group in described.groups:
        exposure = per.get(group.name, per.get(str(group.value)))
        ends = intervals.poisson(group.n) if group.n is not None else (None, None)
        row: tuple[Cell, ...] = (group.name, group.n, group.share, *ends)
        if denominators and exposure and group.n is not None:
            rate = Rate(group.n, exposure, denominators.per, denominators.unit, intervals.poisson(group.n, exposure))
            rates[group.name] = rate
            told.append(rate.sentence(group.name))
            row += (exposure, rate.value, *(rate.per * end for end in rate.interval))
        elif denominators:
            row += (exposure, None, None, None)
        rows.append(row)
    return _counted(released, described, (told, rows, rates), denominators, k)


def _counted(
    released: Released, described: Any, found: tuple[list[Sentence], list[tuple[Cell, ...]], dict[str, Rate]], per: Denominators | None, k: int
) -> Finding:
    told, rows, rates = found
    effects: list[Effect] = []
    refused: list[Refused] = []
    if rates:
        counts = dict(enumerate(rates))
        large = [i for i, name in counts.items() if rates[name].count >= SMALLEST]
        effects, refused = or_refused(counts, large, lambda: _rate_effects({counts[i]: rates[counts[i]] for i in large}))
    column = released.column(described.heading.code)
    heads = [Head("group", described.heading.shown, Kind.NAME), Head("count", "Observed", Kind.COUNT), Head("share", "Share of those known", Kind.SHARE)]
    heads += [Head("low", "from", Kind.NUMBER), Head("high", "to", Kind.NUMBER)]
    if per:
        heads += [Head("exposure", per.unit, Kind.NUMBER), Head("rate", "Rate", Kind.NUMBER), Head("rate_low", "from"), Head("rate_high", "to")]
    title = Sentence(wording.COUNTS_TITLE, {"groups": described.heading.shown})
    aside = set_aside((column,), k)
    used = None if any(one.n is None for one in aside) else int(np.count_nonzero(column.codes >= 0))
    return Finding(
        intent=Intent.COMPARE,
        title=title,
        about=released.about,
        n=released.n,
        used=used,
        answer=tuple(told),
        tables=(Shown(title, tuple(heads), tuple(rows)),),
        method=(Sentence(wording.SCORE_RATES),),
        excluded=aside,
        effects=tuple(effects),
        refused=tuple(refused),
        cautions=(*described.cautions(), Sentence(wording.INTERVALS)),
        asks=(Sentence(wording.CONTEXT),),
        pictured=described,
        protect=k,
        details={"by": described.heading.code, "kind": "rates" if per else "counts", **({"per": per.per} if per else {})},
    )


def _rate_effects(rates: Mapping[str, Rate]) -> list[Effect]:
    reference = max(rates, key=lambda name: rates[name].count)
    effects = []
    for name, rate in rates.items():
        if name == reference:
            continue
        other = rates[reference]
        args = (rate.count, rate.exposure, other.count, other.exposure)
        said = {"first": name, "second": reference}
        effects.append(
            Effect(
                "rate_ratio",
                Sentence(wording.MEASURE_RATES, said),
                rate.value / other.value,
                intervals.rate_ratio(*args),
                (rate.count, other.count),
                wording.SCORE_RATES,
                (wording.POISSON_EVENTS, wording.SAME_DEFINITION),
                Scale.RATIO,
                1.0,
                intervals.rate_ratio_p(*args),
            )
        )
    return effects
