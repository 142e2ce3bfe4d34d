"""A report in plain words, from what a command tells as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from titip.share.disclosure.rare import Grouped
from titip.share.disclosure.rare import told as in_words


def percent(part: float, whole: float) -> str:
    """A share for reading."""
    return f"{100 * part / whole:.1f} %" if whole else "0 %"


def attacker_lines(told: Mapping[str, Any]) -> list[str]:
    """The three attackers, one sentence each."""
    lines = [f"Prosecutor (knows she is in the table): up to {100 * told['prosecutor']:.1f} % to pick her row."]
    if told["journalist"] is None:
        lines.append("Journalist (knows only that she is in the population): not known without the population; at most the prosecutor's.")
    else:
        lines.append(f"Journalist (knows only that she is in the population): up to {100 * told['journalist']:.1f} % (k-map {told['k_map']}).")
    lines.append(f"Marketer (wants as many as possible): {100 * told['marketer']:.1f} % of rows on average.")
    return lines


def risk_head(told: Mapping[str, Any]) -> str:
    """How many rows, in how many classes."""
    n = told["n"]
    return (
        f"{many(n, 'row', 'rows')} in {many(told['classes'], 'class', 'classes')} over {', '.join(told['quasi'])}; the smallest has {told['smallest']:,}.\n"
        f"Rows in classes smaller than k = {told['k']}: {told['rows_below_k']:,} ({percent(told['rows_below_k'], n)}); alone: {told['uniques']:,}."
    )


def risk_lines(told: Mapping[str, Any]) -> list[str]:
    """Attackers, special uniques, what sensitive columns give away, other k, and what was noted of the file; one sentence each."""
    lines = attacker_lines(told["attackers"])
    unique = told["uniqueness"]
    if unique["rows"]:
        most = next(iter(unique["by_column"]))
        single = "row is singled out" if unique["rows"] == 1 else "rows are singled out"
        lines.append(f"{unique['rows']:,} {single} by up to {unique['largest']} values together, most often with {most}.")
    for column, one in told["diversity"].items():
        lines.append(diversity_line(column, one))
    for column, rows in told["uniform"].items():
        if rows:
            lines.append(f"In {many(rows, 'row', 'rows')} everyone who looks alike has the same {column}: who knows the class knows the answer.")
    for one in told.get("what_if", []):
        cost = one["utility"]
        withheld = percent(cost["cells_withheld"], cost["cells"])
        lines.append(f"At k = {one['k']}: {withheld} of identifying values withheld, {many(cost['rows_changed'], 'row', 'rows')} changed.")
    return [*lines, *told.get("notes", [])]


def risk_report(told: Mapping[str, Any]) -> str:
    """Markdown for the person who decides."""
    head = [f"# How easily someone is found in {told['file']}", "", told["method_in_words"], "", *risk_head(told).splitlines(), ""]
    sizes = ["| rows that look alike | rows |", "|---|---|", *(f"| {size} | {rows:,} |" for size, rows in told["rows_by_size"].items()), ""]
    return "\n".join([*head, *sizes, *(f"- {line}" for line in risk_lines(told)), "", f"Titip {told['version']}, {told['seconds']} s.", ""])


def diversity_line(column: str, one: Mapping[str, Any]) -> str:
    """What every class shows of a sensitive column."""
    values = many(one["distinct"], "value", "values")
    return f"{column}: at least {values} in every class ({one['entropy']:.2f} by entropy), distance t at most {one['t']:.3f}."


def level_in_words(name: str) -> str:
    """What a step of a hierarchy is called for people: ``band:5``, ``up:1`` and the like."""
    kind, _, size = name.partition(":")
    if kind == "band":
        return f"bands of {size}"
    if kind == "up":
        return f"{many(int(size), 'step', 'steps')} coarser"
    return {"own": "it was"}.get(name, name)


def many(n: int, one: str, several: str) -> str:
    """A number with its noun."""
    return f"{n:,} {one if n == 1 else several}"


def report(told: Mapping[str, Any]) -> str:
    """Markdown for the person who decides, and for whoever is given the table."""
    about = [f"{key.capitalize()}: {told[key]}" for key in ("period", "place", "source") if told.get(key)]
    head = [f"# {told['out']}", "", f"Made from {told['file']}. {told['method_in_words']}", *about, ""]
    body = _counts(told) if told["method"] == "table" else _rows(told)
    notes = ["## About the file", *(f"- {one}" for one in told["notes"]), ""] if told.get("notes") else []
    limits = ["## What this does not protect against", *(f"- {one}" for one in told["cautions"]), ""]
    return "\n".join([*head, *body, "", *notes, *limits, f"Titip {told['version']}, {told['seconds']} s.", ""])


def _rare(told: Mapping[str, Any]) -> list[str]:
    """Which columns have their rare values together, and how many these were."""
    return in_words([Grouped(**one) for one in told.get("grouped", [])])


def _rows(told: Mapping[str, Any]) -> list[str]:
    before, after, cost = told["before"], told["after"], told["utility"]
    lines = [
        f"{told['n']:,} {told.get('unit', 'rows')}; every row shares {', '.join(told['quasi'])} with at least {told['k'] - 1} others (k = {told['k']}).",
        *([f"Withheld whole, because they name a person: {', '.join(told['direct'])}."] if told["direct"] else []),
        *([f"Kept as they are: {', '.join(told['kept_as_they_are'])}."] if told["kept_as_they_are"] else []),
        *([f"**Do these name anybody? They differ in most rows: {', '.join(told['doubtful'])}.**"] if told["doubtful"] else []),
        *_rare(told),
        told["order"],
        "",
        "## Risk, before and after",
        "| | before | after |",
        "|---|---|---|",
        f"| smallest class | {before['smallest']} | {after['smallest']} |",
        f"| rows alone in their class | {before['uniques']:,} | {after['uniques']:,} |",
        f"| rows in classes smaller than {told['k']} | {before['rows_below_k']:,} | {after['rows_below_k']:,} |",
        f"| worst chance to pick the right row | {percent(before['prosecutor_max'], 1)} | {percent(after['prosecutor_max'], 1)} |",
        f"| mean chance | {percent(before['prosecutor_mean'], 1)} | {percent(after['prosecutor_mean'], 1)} |",
        "",
        "## What was lost",
        f"- {cost['cells_withheld']:,} of {cost['cells']:,} identifying values withheld ({percent(cost['cells_withheld'], cost['cells'])}), "
        f"{cost['cells_coarser']:,} made coarser; {cost['rows_changed']:,} rows changed, {cost['rows_withheld']:,} withheld altogether.",
        f"- Mean loss of an identifying value (NCP, 0 to 1): {cost['ncp']:.4f}.",
        f"- Discernibility (0 to 1): {cost['discernibility']:.3g}; with the withheld rows as one class {cost['discernibility_as_class']:.3g}.",
    ]
    for column, levels in told["left"].items():
        if len(levels) > 2:
            lines.append(f"- {column} left as: {', '.join(f'{level_in_words(name)} {rows:,}' for name, rows in levels if rows)}.")
    for column, one in told["diversity"].items():
        lines.append(f"- {diversity_line(column, one)}")
    for column, rows in told["uniform"].items():
        if rows:
            lines.append(f"- In {many(rows, 'row', 'rows')} everyone who looks alike has the same {column}.")
    for one in told["effects"]:
        lines.append(
            f"- Counts of {one['column']}: {one['known_before']:,} known before, {one['known_after']:,} after; "
            f"a share is off by up to {one['largest_change']:.1f} points; {one['lost']} values counted too low."
        )
    return lines


def _counts(told: Mapping[str, Any]) -> list[str]:
    audit, unit = told["audit"], told.get("unit", "rows")
    counted = f"{'Few' if told['n'] is None else format(told['n'], ',')} {unit} by {' and '.join(told['dimensions'])}"
    lines = [f"{counted}; counts from 1 to {told['k'] - 1} are withheld and written *.", *_rare(told), ""]
    if not told["primary"]:
        return [*lines, f"- {told['cells']:,} cells and totals; none is small, and {_of_others(told)}."]
    linked = "this table alone" if told["audited_tables"] == 1 else f"{told['audited_tables']} tables that share their people"
    return [
        *lines,
        f"- {told['cells']:,} cells and totals; {told['primary']:,} withheld because they are small, "
        f"{told['complementary']:,} so that these cannot be worked out.",
        f"- Audited by linear programmes over {linked}: each withheld small count could be anything from "
        f"{audit['highest_low']:g} or less to {audit['lowest_high']:g} or more.",
    ]


def _of_others(told: Mapping[str, Any]) -> str:
    return f"{told['complementary']:,} are withheld to protect an earlier table" if told["complementary"] else "nothing had to be withheld"
