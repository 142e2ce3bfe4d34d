"""Numbers of groups compared: medians with their intervals, ranks, means where the groups are large."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from titip.analyse.rules.guardrails import Refused
from titip.analyse.rules.intents import Intent
from titip.analyse.rules.sentences import Sentence, number
from titip.analyse.statistics import messages, ranking, wording
from titip.analyse.statistics.cells import median_interval
from titip.analyse.statistics.describing import describe
from titip.analyse.statistics.effects import Effect, Scale
from titip.analyse.statistics.finding import Cell, Finding, Head, Kind, Shown
from titip.analyse.statistics.groups import enough, or_refused
from titip.analyse.statistics.numbers import summarise
from titip.analyse.statistics.tabulating import known, numbers, numeric, set_aside, single
from titip.share.rules import Column, Released

#: Means are compared only where every group has this many: then Welch's test does not need normal values.
LARGE = 200


def compare_numbers(released: Released, by: str, of: str, k: int, seed: int) -> Finding:
    groups, column = single(released, by), numeric(released, of)
    values = numbers(column)
    both = known((groups, column))
    order = [i for i in range(len(groups.values)) if (both & (groups.codes == i)).any()]
    counts = {i: np.bincount(column.codes[both & (groups.codes == i)], minlength=len(values)).astype(np.int64) for i in order}
    aside = set_aside((groups, column), k)
    told, rows = _medians(groups, column, counts, k, seed)
    names = {i: groups.name(groups.values[i]) for i in order}
    large, small, used = enough({i: int(c.sum()) for i, c in counts.items()}, names, k)
    closed = any(row[1] is None for row in rows.rows)
    effects: list[Effect] = []
    refused: list[Refused] = []
    if closed:  # neither an effect's n nor what is left over may give a withheld count away
        aside, small, used = tuple(replace(one, n=None) for one in aside), [replace(one, n=None) for one in small], None
    else:
        effects, refused = or_refused(counts, large, lambda: _rank_effects((names, counts, large), column, values, groups.heading.shown))
    return Finding(
        intent=Intent.COMPARE,
        title=Sentence(wording.COMPARE_TITLE, {"what": column.heading.shown, "groups": groups.heading.shown}),
        about=released.about,
        n=released.n,
        used=used,
        answer=tuple(told),
        tables=(rows,),
        method=(Sentence(wording.MEDIAN_INTERVAL),),
        excluded=(*aside, *small),
        effects=tuple(effects),
        refused=tuple(refused),
        cautions=(*((Sentence(messages.WITHHELD, {"k": k}), Sentence(wording.CELLS_WITHHELD)) if closed else ()), Sentence(wording.INTERVALS)),
        asks=(Sentence(wording.CONTEXT), Sentence(wording.EXPLANATIONS)),
        pictured=describe(released, by=by, columns=[of], protect=k),
        protect=k,
        seed=seed,
        details={"by": by, "of": of, "kind": "numbers"},
    )


def _medians(groups: Column, column: Column, counts: Mapping[int, npt.NDArray[np.int64]], k: int, seed: int) -> tuple[list[Sentence], Shown]:
    values, unit = numbers(column), f" {column.heading.unit}" if column.heading.unit else ""
    told: list[Sentence] = []
    rows: list[tuple[Cell, ...]] = []
    years = True
    for i, found in counts.items():
        name = groups.name(groups.values[i])
        summary = summarise(column.take(np.flatnonzero(groups.codes == i)), protect=k)
        if summary.n is None or summary.median is None:
            rows.append((name, None, None, None, None, None, None, None))
            continue
        present = np.flatnonzero(found)
        ends = median_interval(values[present], found[present], seed=seed) or (summary.median, summary.median)
        rows.append((name, summary.n, summary.median, *ends, summary.q1, summary.q3, summary.mean))
        shown = {"group": name, "column": column.heading.shown, "unit": unit, "n": summary.n}
        shown |= {key: _plain(end, summary.years) for key, end in zip(("median", "low", "high"), (summary.median, *ends), strict=True)}
        told.append(Sentence(wording.GROUP_NUMBER, shown))
        years &= summary.years
    kind = Kind.YEAR if years and told else Kind.NUMBER
    heads = [Head("group", groups.heading.shown, Kind.NAME), Head("n", "n", Kind.COUNT), Head("median", "Median", kind), Head("low", "from", kind)]
    heads += [Head("high", "to", kind), Head("q1", "First quartile", kind), Head("q3", "Third quartile", kind), Head("mean", "Mean", kind)]
    return told, Shown(Sentence(wording.COMPARE_TITLE, {"what": column.heading.shown, "groups": groups.heading.shown}), tuple(heads), tuple(rows))


def _plain(value: float, year: bool) -> str:
    return f"{value:.0f}" if year else number(value)


Groups = tuple[Mapping[int, str], Mapping[int, npt.NDArray[np.int64]], Sequence[int]]


def _rank_effects(groups: Groups, column: Column, values: npt.NDArray[np.float64], label: str) -> list[Effect]:
    names, counts, large = groups
    sizes = {i: int(counts[i].sum()) for i in large}
    effects = []
    if len(large) > 2:
        found = ranking.kruskal(np.array([counts[i] for i in large]))
        measure = Sentence(wording.MEASURE_RANKS, {"column": column.heading.shown, "groups": label})
        effects.append(_effect("epsilon_squared", measure, found, tuple(sizes.values()), wording.KRUSKAL, Scale.INDEX, None))
    reference = max(large, key=lambda i: sizes[i])
    for i in (i for i in large if i != reference):
        said = {"first": names[i], "second": names[reference], "column": column.heading.shown}
        pair = (sizes[i], sizes[reference])
        found = ranking.superiority(counts[i], counts[reference])
        effects.append(_effect("superiority", Sentence(wording.MEASURE_SUPERIORITY, said), found, pair, wording.MANN_WHITNEY, Scale.SHARE, 0.5))
        if min(pair) >= LARGE:
            # Told beside the ranks and without a p of its own: one question is one test.
            found = replace(ranking.welch(values, counts[i], counts[reference]), p=None)
            effects.append(_effect("mean_difference", Sentence(wording.MEASURE_MEAN, said), found, pair, wording.WELCH, Scale.NUMBER, 0.0))
    return effects


def _effect(key: str, measure: Sentence, found: ranking.Tested, groups: tuple[int, ...], method: str, scale: Scale, null: float | None) -> Effect:
    assumed = (wording.INDEPENDENT, wording.SAME_MEANING)
    return Effect(key, measure, found.size, found.interval, groups, method, assumed, scale, null, found.p)
