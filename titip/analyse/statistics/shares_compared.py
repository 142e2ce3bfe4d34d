"""Shares of groups compared: Wilson's intervals, score differences and ratios."""

from __future__ import annotations

from collections.abc import Sequence

from titip.analyse.rules.intents import Intent
from titip.analyse.rules.sentences import Sentence, percent
from titip.analyse.statistics import intervals, wording
from titip.analyse.statistics.describing import describe
from titip.analyse.statistics.effects import Effect, Scale
from titip.analyse.statistics.finding import Finding, Head, Kind, Shown
from titip.analyse.statistics.groups import enough, or_refused
from titip.analyse.statistics.tabulating import Crosstab, crosstab
from titip.share.rules import Released, TableProblem, Value


def compare_shares(released: Released, by: str, of: str, value: Value | None, k: int) -> Finding:
    table = crosstab(released, by, of, k=k)
    if not table.n:
        raise TableProblem(f"No row has both “{table.rows.shown}” and “{table.cols.shown}”.", "Choose other columns.")
    column = chosen(table, value)
    name = table.col_names[column]
    told, rows = [], []
    for i, group in enumerate(table.row_names):
        n, count = table.total(i), table.shown(i, column)
        share = ends = None
        if n is not None and count is not None:
            share, ends = count / n, intervals.wilson(count, n)
            shown = {"group": group, "count": count, "n": n, "share": percent(share), "low": percent(ends[0]), "high": percent(ends[1])}
            told.append(Sentence(wording.GROUP_SHARE, shown))
        rows.append((group, n, count, share, *(ends or (None, None))))
    names = dict(enumerate(table.row_names))
    large, small, used = enough({i: int(table.counts[i].sum()) for i in names}, names, k)
    closed = bool(table.hidden.any() or table.hidden_rows.any())
    effects, refused = ([], []) if closed else or_refused(names, large, lambda: _share_effects(table, column, large))
    title = Sentence(wording.COMPARE_TITLE, {"what": f"{table.cols.shown}: {name}", "groups": table.rows.shown})
    heads = [Head("group", table.rows.shown, Kind.NAME), Head("n", "n", Kind.COUNT), Head("count", name, Kind.COUNT)]
    heads += [Head("share", "Share", Kind.SHARE), Head("low", "from", Kind.SHARE), Head("high", "to", Kind.SHARE)]
    return Finding(
        intent=Intent.COMPARE,
        title=title,
        about=released.about,
        n=released.n,
        used=used,
        answer=tuple(told),
        tables=(Shown(title, tuple(heads), tuple(rows)),),
        method=(Sentence(wording.WILSON),),
        excluded=(*table.set_aside, *small),
        effects=tuple(effects),
        refused=tuple(refused),
        cautions=(*((Sentence(wording.CELLS_WITHHELD),) if closed else ()), Sentence(wording.INTERVALS)),
        asks=(Sentence(wording.CONTEXT), Sentence(wording.EXPLANATIONS)),
        pictured=describe(released, by=by, protect=k),
        protect=k,
        details={"by": by, "of": of, "value": name, "kind": "shares"},
    )


def chosen(table: Crosstab, value: Value | None) -> int:
    """The place of the value whose share is compared: the one asked for, else “yes”, else the most frequent."""
    if value is not None:
        found = [j for j, v in enumerate(table.col_values) if value in (v, str(v), table.col_names[j])]
        if not found:
            names = ", ".join(table.col_names[:12])
            raise TableProblem(f"“{table.cols.shown}” never is “{value}”.", f"Its values are: {names}.")
        return found[0]
    yes = table.yes()
    return int(table.counts.sum(axis=0).argmax()) if yes is None else yes


def _share_effects(table: Crosstab, column: int, large: Sequence[int]) -> list[Effect]:
    sizes = {i: int(table.counts[i].sum()) for i in large}
    reference = max(large, key=lambda i: sizes[i])
    effects = []
    for i in (i for i in large if i != reference):
        said = {"first": table.row_names[i], "second": table.row_names[reference], "value": table.col_names[column]}
        a, n, b, m = int(table.counts[i, column]), sizes[i], int(table.counts[reference, column]), sizes[reference]
        assumed = (wording.INDEPENDENT, wording.SAME_MEANING)
        p = intervals.share_difference_p(a, n, b, m)
        effects.append(
            Effect(
                "share_difference",
                Sentence(wording.MEASURE_DIFFERENCE, said),
                a / n - b / m,
                intervals.share_difference(a, n, b, m),
                (n, m),
                wording.SCORE_DIFFERENCE,
                assumed,
                Scale.POINTS,
                0.0,
                p,
            )
        )
        if b:
            ends = intervals.share_ratio(a, n, b, m)
            measure = Sentence(wording.MEASURE_RATIO, said)
            effects.append(Effect("share_ratio", measure, a / n / (b / m), ends, (n, m), wording.SCORE_RATIO, assumed, Scale.RATIO, 1.0))
    return effects
