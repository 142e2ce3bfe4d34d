"""Outliers (R24, R26, R27): numbers far from the rest, groups outside a funnel; each with its checklist, none removed."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp

import numpy as np
import numpy.typing as npt

from titip.analyse.rules.guardrails import SMALLEST, Refused
from titip.analyse.rules.intents import Intent
from titip.analyse.rules.sentences import Sentence, number, percent
from titip.analyse.statistics import wording
from titip.analyse.statistics.describing import describe
from titip.analyse.statistics.effects import holm
from titip.analyse.statistics.finding import Cell, Excluded, Finding, Head, Kind, Shown
from titip.analyse.statistics.tabulating import crosstab, numbers, numeric, set_aside, single
from titip.share.rules import Released, TableProblem, Value

Floats = npt.NDArray[np.float64]
#: Robust standard deviations from the median (Iglewicz and Hoaglin).
MOST_Z = 3.5
#: Middle halves beyond the quartiles on the log scale: Tukey's “far out”.
FENCE = 3.0
#: Chance that any group falls outside the funnel where all are alike.
FUNNEL = 0.002
#: Values named in the table.
NAMED = 50

_CHECKLIST = (Sentence(wording.CHECK_REAL), Sentence(wording.CHECK_UNDER), Sentence(wording.CHECK_NOT_COLLECTED), Sentence(wording.CONTEXT))


def outliers(released: Released, *, column: str, duration: bool = False, protect: int | None = None) -> Finding:
    """The values of a column of numbers that lie far from the rest. ``duration``: take logarithms, since durations are skewed.

    Raises UnknownColumn or TableProblem.
    """
    k = released.protect if protect is None else max(protect, released.protect)
    found = numeric(released, column)
    values, counts = numbers(found), found.counts()
    keep = (counts > 0) & ((values > 0) if duration else np.isfinite(values))
    known = int(counts.sum())
    used = int(counts[keep].sum())
    aside = list(set_aside((found,), k))
    if known - used:
        aside.append(Excluded(Sentence(wording.NOT_POSITIVE, {"column": found.heading.shown}), known - used if known - used >= k else None))
    values, counts = values[keep], counts[keep]
    ends = (tukey if duration else mad)(values, counts) if used else None
    far = np.zeros(len(values), dtype=np.bool_) if ends is None else (values < ends[0]) | (values > ends[1])
    rule = wording.RULE_TUKEY if duration else wording.RULE_MAD
    title = Sentence(wording.OUTLIERS_TITLE, {"column": found.heading.shown})
    told, rows = _told_far(found.heading.shown, f" {found.heading.unit}" if found.heading.unit else "", (values, counts, far), ends, (rule, k))
    return Finding(
        intent=Intent.OUTLIERS,
        title=title,
        about=released.about,
        n=released.n,
        used=None if any(one.n is None for one in aside) else used,
        answer=tuple(told),
        tables=(Shown(title, (Head("value", found.heading.shown), Head("count", "Observed", Kind.COUNT), Head("side", "Where", Kind.WORDS)), tuple(rows)),),
        method=(Sentence(wording.TUKEY_METHOD if duration else wording.MAD_METHOD),),
        excluded=tuple(aside),
        cautions=(Sentence(wording.NEVER_DELETED),),
        asks=_CHECKLIST,
        pictured=describe(released, by=column, protect=k),
        protect=k,
        details={"column": column, "rule": "tukey" if duration else "mad", "fences": list(ends) if ends else None},
    )


def _told_far(
    label: str, unit: str, found: tuple[Floats, npt.NDArray[np.int64], npt.NDArray[np.bool_]], ends: tuple[float, float] | None, how: tuple[str, int]
) -> tuple[list[Sentence], list[tuple[Cell, ...]]]:
    (values, counts, far), (rule, k) = found, how
    if ends is None:
        return [Sentence(wording.NO_SPREAD)], []
    n = int(counts[far].sum())
    if not n:
        return [Sentence(wording.NONE_FAR, {"column": label, "rule": Sentence(rule)})], []
    if k and n < k:
        return [Sentence(wording.FAR_WITHHELD, {"column": label, "k": k})], []
    told = [Sentence(wording.FAR, {"n": n, "known": int(counts.sum()), "column": label, "rule": Sentence(rule)})]
    told.append(Sentence(wording.BOTH_ENDS, {"low": number(round(ends[0], 2)), "high": number(round(ends[1], 2)), "unit": unit}))
    if k:
        # One value may be one person: under protection only how many there are is told.
        sides = ((wording.LOW_SIDE, far & (values < ends[0])), (wording.HIGH_SIDE, far & (values > ends[1])))
        sizes = [(side, int(counts[rows].sum())) for side, rows in sides]
        whole = all(size == 0 or size >= k for _, size in sizes)
        return told, [(None, size if whole else None, side) for side, size in sizes if size]
    places = np.flatnonzero(far)[:NAMED]
    return told, [(float(values[i]), int(counts[i]), wording.LOW_SIDE if values[i] < ends[0] else wording.HIGH_SIDE) for i in places]


def mad(values: Floats, counts: npt.NDArray[np.int64]) -> tuple[float, float] | None:
    """From where to where values lie within 3.5 robust standard deviations of the median; None where half of them and more are one value."""
    middle = _median(values, counts)
    order = np.argsort(np.abs(values - middle), kind="stable")
    spread = 1.482602218505602 * _median(np.abs(values - middle)[order], counts[order])
    return (middle - MOST_Z * spread, middle + MOST_Z * spread) if spread > 0 else None


def tukey(values: Floats, counts: npt.NDArray[np.int64]) -> tuple[float, float] | None:
    """Tukey's outer fences on the logarithm, back on the scale of the values; None where the middle half is one value."""
    logs = np.repeat(np.log(values), counts)
    q1, q3 = (float(q) for q in np.quantile(logs, (0.25, 0.75)))
    return (exp(q1 - FENCE * (q3 - q1)), exp(q3 + FENCE * (q3 - q1))) if q3 > q1 else None


def _median(values: Floats, counts: npt.NDArray[np.int64]) -> float:
    upto = np.cumsum(counts)
    n = int(upto[-1])
    low, high = np.searchsorted(upto, [(n + 1) // 2, n // 2 + 1])
    return float(values[low] + values[high]) / 2


def funnel(
    released: Released,
    *,
    by: str,
    of: str = "",
    value: Value | None = None,
    denominators: Mapping[str, float] | None = None,
    protect: int | None = None,
) -> Finding:
    """The groups of ``by`` with more or fewer than chance gives: of rows (Poisson, against ``denominators``), or of those with ``value`` in ``of``.

    With ``of`` the groups are peers, and one that does better is worth learning from (R26). Raises UnknownColumn or TableProblem.
    """
    k = released.protect if protect is None else max(protect, released.protect)
    return _peers(released, by, of, value, k) if of else _counts(released, by, denominators, k)


def _counts(released: Released, by: str, denominators: Mapping[str, float] | None, k: int) -> Finding:
    column = single(released, by)
    names = [column.name(value) for value in column.values]
    per = dict(denominators or dict.fromkeys(names, 1.0))
    if lacking := [name for name in names if not per.get(name, 0) > 0]:
        raise TableProblem(f"There is no denominator for {', '.join(lacking[:6])}.", "Give one for each group, above zero.")
    counts = column.counts()
    exposure = np.array([per[name] for name in names])
    expected = counts.sum() * exposure / exposure.sum()
    ps = [poisson_p(int(n), float(e)) for n, e in zip(counts, expected, strict=True)]
    described = describe(released, by=by, protect=k)
    hidden = [described.group(name).n is None for name in names]
    outside = _outside(ps) if counts.sum() >= SMALLEST else [False] * len(names)
    told, rows = [], []
    for i, name in enumerate(names):
        n, e = int(counts[i]), float(expected[i])
        if outside[i] and not any(hidden):
            told.append(Sentence(wording.OUTSIDE_FUNNEL if n > e else wording.UNDER_FUNNEL, {"group": name, "count": n, "expected": round(e, 1)}))
        rows.append((name, None if hidden[i] else n, None if any(hidden) else e, _side(outside[i] and not any(hidden), n > e)))
    title = Sentence(wording.FUNNEL_TITLE, {"groups": column.heading.shown})
    heads = (
        Head("group", column.heading.shown, Kind.NAME),
        Head("count", "Observed", Kind.COUNT),
        Head("expected", "Expected"),
        Head("side", "Where", Kind.WORDS),
    )
    refused = () if counts.sum() >= SMALLEST else (Refused("R13", Sentence(wording.FUNNEL_SMALL, {"smallest": SMALLEST})),)
    aside = set_aside((column,), k)
    return Finding(
        intent=Intent.OUTLIERS,
        title=title,
        about=released.about,
        n=released.n,
        used=None if any(one.n is None for one in aside) else int(counts.sum()),
        answer=tuple(told) or ((Sentence(wording.INSIDE_FUNNEL),) if not refused and not any(hidden) else ()),
        tables=(Shown(title, heads, tuple(rows)),),
        method=(Sentence(wording.FUNNEL_METHOD),),
        excluded=aside,
        refused=refused,
        cautions=(*described.cautions(), Sentence(wording.NEVER_DELETED)),
        asks=_CHECKLIST,
        pictured=described,
        protect=k,
        details={"by": by, "rule": "poisson"},
    )


def _peers(released: Released, by: str, of: str, value: Value | None, k: int) -> Finding:
    from titip.analyse.statistics.shares_compared import chosen

    table = crosstab(released, by, of, k=k)
    if not table.n:
        raise TableProblem(f"No row has both “{table.rows.shown}” and “{table.cols.shown}”.", "Choose other columns.")
    j = chosen(table, value)
    sizes, having = table.counts.sum(axis=1), table.counts[:, j]
    closed = bool(table.hidden.any() or table.hidden_rows.any())
    large = [i for i, n in enumerate(sizes) if n >= SMALLEST]
    shares = [(having.sum() - having[i]) / max(sizes.sum() - sizes[i], 1) for i in range(len(sizes))]
    flagged = dict(zip(large, _outside([binomial_p(int(having[i]), int(sizes[i]), float(shares[i])) for i in large]), strict=True))
    told, rows = [], []
    for i, name in enumerate(table.row_names):
        n, count, out = table.total(i), table.shown(i, j), flagged.get(i, False) and not closed
        above = having[i] / sizes[i] > shares[i]
        if out:
            shown = {"group": name, "value": table.col_names[j], "count": count, "n": n, "share": percent(having[i] / sizes[i]), "peers": percent(shares[i])}
            told.append(Sentence(wording.PEERS_ABOVE if above else wording.PEERS_BELOW, shown))
        rows.append((name, n, count, None if n is None or count is None else count / n, _side(out, above)))
    title = Sentence(wording.FUNNEL_TITLE, {"groups": table.rows.shown})
    heads = (
        Head("group", table.rows.shown, Kind.NAME),
        Head("n", "n", Kind.COUNT),
        Head("count", table.col_names[j], Kind.COUNT),
        Head("share", "Share", Kind.SHARE),
        Head("side", "Where", Kind.WORDS),
    )
    enough = len(large) > 1
    refused = () if enough else (Refused("R13", Sentence(wording.TOO_SMALL_TABLE, {"smallest": SMALLEST})),)
    aside = table.set_aside
    return Finding(
        intent=Intent.OUTLIERS,
        title=title,
        about=released.about,
        n=released.n,
        used=None if any(one.n is None for one in aside) else table.n,
        answer=tuple(told) or ((Sentence(wording.INSIDE_FUNNEL),) if enough and not closed else ()),
        tables=(Shown(title, heads, tuple(rows)),),
        method=(Sentence(wording.FUNNEL_METHOD),),
        excluded=aside,
        refused=refused,
        cautions=(*((Sentence(wording.CELLS_WITHHELD),) if closed else ()), Sentence(wording.NEVER_DELETED)),
        asks=_CHECKLIST,
        pictured=describe(released, by=by, protect=k),
        protect=k,
        details={"by": by, "of": of, "value": table.col_names[j], "rule": "binomial"},
    )


def _outside(ps: list[float]) -> list[bool]:
    return [p <= FUNNEL for p in holm(ps)]


def _side(outside: bool, above: bool) -> str:
    return "" if not outside else wording.HIGH_SIDE if above else wording.LOW_SIDE


def poisson_p(count: int, expected: float) -> float:
    """Twice the smaller exact tail of a Poisson count."""
    from scipy.special import pdtr, pdtrc

    above = float(pdtrc(count - 1, expected)) if count else 1.0
    return min(1.0, 2 * min(float(pdtr(count, expected)), above))


def binomial_p(count: int, n: int, share: float) -> float:
    """Twice the smaller exact tail of a binomial count."""
    from scipy.special import bdtr, bdtrc

    above = float(bdtrc(count - 1, n, share)) if count else 1.0
    return min(1.0, 2 * min(float(bdtr(count, n, share)), above))
