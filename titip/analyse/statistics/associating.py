"""Associate two columns (R18 to R21, R23): categories by cross-tab, ordered scales by rank; “occurs together with”, never more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt

import numpy as np
import numpy.typing as npt

from titip.analyse.rules.guardrails import SMALLEST, Refused
from titip.analyse.rules.intents import Intent
from titip.analyse.rules.sentences import Sentence
from titip.analyse.statistics import wording
from titip.analyse.statistics.describing import describe
from titip.analyse.statistics.effects import Effect, Scale
from titip.analyse.statistics.finding import Excluded, Finding
from titip.analyse.statistics.intervals import Interval
from titip.analyse.statistics.ordering import associate_ranks
from titip.analyse.statistics.ranking import noncentrality
from titip.analyse.statistics.tabulating import Crosstab, crosstab, large_enough, shown_crosstab, single
from titip.share.rules import Column, Released, TableProblem

Counts = npt.NDArray[np.int64]
#: Fewer expected in a cell than this: the chi-squared distribution no longer fits, and Fisher's test is taken.
LEAST_EXPECTED = 5
#: Random tables where Fisher's exact sum would take too long.
TABLES = 9999


def associate(released: Released, *, first: str, others: Sequence[str], protect: int | None = None, seed: int = 1) -> Finding:
    """How ``first`` occurs together with each of ``others``. Ordered scales by Spearman, others by Cramér's V. Raises UnknownColumn or TableProblem.

    With several ``others`` every p is adjusted for their number (R20).
    """
    k = released.protect if protect is None else max(protect, released.protect)
    if not others:
        raise TableProblem("There is nothing to set the column beside.", "Name a second column.")
    parts = [_pair(released, first, other, k, seed) for other in dict.fromkeys(others)]
    if len(parts) == 1:
        return parts[0]
    one = parts[0]
    return Finding(
        intent=Intent.ASSOCIATE,
        title=Sentence(
            wording.ASSOCIATE_TITLE,
            {"first": released.column(first).heading.shown, "second": ", ".join(released.column(other).heading.shown for other in dict.fromkeys(others))},
        ),
        about=released.about,
        n=released.n,
        used=None,
        answer=tuple(s for part in parts for s in part.answer),
        tables=tuple(t for part in parts for t in part.tables),
        method=tuple(s for part in parts for s in part.method),
        excluded=tuple(x for part in parts for x in part.excluded),
        effects=tuple(e for part in parts for e in part.effects),
        refused=tuple(r for part in parts for r in part.refused),
        cautions=_once(s for part in parts for s in part.cautions),
        asks=one.asks,
        pictured=one.pictured,
        protect=k,
        seed=seed,
        details={"first": first, "others": list(dict.fromkeys(others)), "pairs": [{"second": p.details["second"], "used": p.used} for p in parts]},
    )


def _once(sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
    return tuple({sentence.say(): sentence for sentence in sentences}.values())


def _pair(released: Released, first: str, second: str, k: int, seed: int) -> Finding:
    a, b = single(released, first), single(released, second)
    if first == second:
        raise TableProblem("A column is not compared with itself.", "Choose two different columns.")
    if _scale(a) and _scale(b):
        return associate_ranks(released, a, b, k, seed)
    if _many_numbers(a) or _many_numbers(b):
        other = a if _many_numbers(a) else b
        raise TableProblem(
            f"“{other.heading.shown}” is a number and the other a category.", f"Compare it between groups instead: compare --of {other.heading.code}."
        )
    return _categories(released, crosstab(released, first, second, k=k), k, seed)


def _scale(column: Column) -> bool:
    return (column.heading.numeric or column.heading.ordered) and len(column.values) > 2


def _many_numbers(column: Column) -> bool:
    return column.heading.numeric and len(column.values) > 12


# --- categories


def _categories(released: Released, table: Crosstab, k: int, seed: int) -> Finding:
    rows, cols = large_enough(table.counts)
    part = table.take(rows, cols)
    enough, closed = len(rows) > 1 and len(cols) > 1, bool(table.hidden.any())
    effects: list[Effect] = []
    refused: list[Refused] = []
    answer: list[Sentence] = []
    if not enough:
        refused.append(Refused("R13", Sentence(wording.TOO_SMALL_TABLE, {"smallest": SMALLEST})))
    elif not closed:
        effects = [_cramer(table, part, seed), *(_two_by_two(table, rows, cols) if part.shape == (2, 2) else [])]
        if effects[0].clear:
            answer.append(_together(table, part, rows, cols, released.about.unit_of_count))
    aside, used = _aside(table, rows, cols, k) if enough else ((), table.n)
    title = Sentence(wording.ASSOCIATE_TITLE, {"first": table.rows.shown, "second": table.cols.shown})
    cautions = [Sentence(wording.OTHER_SAMPLES)] + ([Sentence(wording.CELLS_WITHHELD)] if closed else [])
    return Finding(
        intent=Intent.ASSOCIATE,
        title=title,
        about=released.about,
        n=released.n,
        used=used,
        answer=tuple(answer),
        tables=(shown_crosstab(table, title),),
        method=(),
        excluded=(*table.set_aside, *aside),
        effects=tuple(effects),
        refused=tuple(refused),
        cautions=tuple(cautions),
        asks=(Sentence(wording.EXPLANATIONS),),
        pictured=describe(released, by=table.rows.code, protect=k),
        protect=k,
        seed=seed,
        details={"first": table.rows.code, "second": table.cols.code, "kind": "categories"},
    )


def _aside(table: Crosstab, rows: Sequence[int], cols: Sequence[int], k: int) -> tuple[tuple[Excluded, ...], int | None]:
    """The groups under 50, counted and not compared; those of the second column without the rows set aside for the first."""
    found = []
    for i in sorted(set(range(len(table.row_names))) - set(rows)):
        found.append((table.row_names[i], int(table.counts[i].sum())))
    for j in sorted(set(range(len(table.col_names))) - set(cols)):
        found.append((table.col_names[j], int(table.counts[rows, j].sum())))
    aside = tuple(Excluded(Sentence(wording.SMALL_GROUP, {"group": name, "smallest": SMALLEST}), n if n >= k else None) for name, n in found)
    return aside, None if any(one.n is None for one in aside) else int(table.take(rows, cols).sum())


def _cramer(table: Crosstab, part: Counts, seed: int) -> Effect:
    size, interval = cramer(part)
    p, method = independence(part, seed=seed)
    measure = Sentence(wording.MEASURE_CRAMER, {"first": table.rows.shown, "second": table.cols.shown})
    groups = tuple(int(n) for n in (*part.sum(axis=1), *part.sum(axis=0)))
    smallest = groups[: part.shape[0]]
    # No value of no effect: the interval of V starts at 0, where bias correction puts most independent tables; the test decides.
    return Effect("cramers_v", measure, size, interval, smallest, method, (wording.INDEPENDENT,), Scale.INDEX, None, p)


def cramer(counts: Counts) -> tuple[float, Interval]:
    """Bias-corrected Cramér's V (Bergsma 2013, Journal of the Korean Statistical Society 42); its interval from the non-central chi-squared distribution."""
    r, c, n = *counts.shape, int(counts.sum())
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / n
    statistic = float(((counts - expected) ** 2 / expected).sum())
    rows, cols = r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)
    most = min(rows - 1, cols - 1)
    size = sqrt(max(statistic / n - (r - 1) * (c - 1) / (n - 1), 0.0) / most)
    low, high = (min(sqrt(end / n / most), 1.0) for end in noncentrality(statistic, (r - 1) * (c - 1)))
    return size, (min(low, size), max(high, size))


def independence(counts: Counts, *, seed: int) -> tuple[float, str]:
    """The p of independence, and by which method: chi-squared where all is expected 5 or more, else Fisher."""
    from scipy.stats import fisher_exact, random_table
    from scipy.stats.contingency import chi2_contingency, expected_freq

    if expected_freq(counts).min() >= LEAST_EXPECTED:
        return float(chi2_contingency(counts, correction=False).pvalue), wording.CHI2
    if counts.shape == (2, 2):
        return float(fisher_exact(counts).pvalue), wording.FISHER
    # Exact sums over all tables take minutes; random ones with the same margins, ordered by probability, are Fisher's test too.
    rng = np.random.default_rng(seed)  # noqa: TID251 - random tables, from a seed that the report records
    margins = random_table(counts.sum(axis=1), counts.sum(axis=0))
    observed = float(margins.logpmf(counts))
    drawn = margins.logpmf(margins.rvs(size=TABLES, random_state=rng))
    p = (1 + int(np.count_nonzero(drawn <= observed + 1e-9))) / (TABLES + 1)
    return p, wording.FISHER_SAMPLED


def _two_by_two(table: Crosstab, rows: Sequence[int], cols: Sequence[int]) -> list[Effect]:
    """Odds ratio and relative risk of “yes”, else of the last value, in the last row against the first."""
    from scipy.stats.contingency import odds_ratio, relative_risk

    yes = table.yes()
    j = cols[-1] if yes is None or yes not in cols else yes
    (x, y), other = (rows[-1], rows[0]), next(col for col in cols if col != j)
    a, b, c, d = (int(table.counts[i, col]) for i, col in ((x, j), (x, other), (y, j), (y, other)))
    said = {"a": table.row_names[x], "b": table.col_names[j], "other": table.row_names[y]}
    assumed, groups = (wording.INDEPENDENT,), (a + b, c + d)
    odds = odds_ratio([[a, b], [c, d]])
    ends = odds.confidence_interval()
    effects = [
        Effect(
            "odds_ratio",
            Sentence(wording.MEASURE_ODDS, said),
            float(odds.statistic),
            (float(ends.low), float(ends.high)),
            groups,
            wording.ODDS,
            assumed,
            Scale.RATIO,
            1.0,
        )
    ]
    if a and c:
        risk = relative_risk(a, a + b, c, c + d)
        ends = risk.confidence_interval()
        measure = Sentence(wording.MEASURE_RISK, said)
        effects.append(
            Effect("relative_risk", measure, float(risk.relative_risk), (float(ends.low), float(ends.high)), groups, wording.RISK, assumed, Scale.RATIO, 1.0)
        )
    return effects


def _together(table: Crosstab, part: Counts, rows: Sequence[int], cols: Sequence[int], unit: str) -> Sentence:
    """The two values that stand together most beyond what chance would give."""
    expected = np.outer(part.sum(axis=1), part.sum(axis=0)) / part.sum()
    i, j = np.unravel_index(int(np.argmax((part - expected) / np.sqrt(expected))), part.shape)
    said = {
        "a": table.row_names[rows[int(i)]],
        "b": table.col_names[cols[int(j)]],
        "count": int(part[i, j]),
        "expected": round(float(expected[i, j]), 1),
        "unit": unit,
    }
    return Sentence(wording.TOGETHER, said)
