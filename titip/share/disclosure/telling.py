"""A report in plain words, from what a command tells as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


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


def report(told: Mapping[str, Any]) -> str:
    """Markdown for the person who decides, and for whoever is given the table."""
    about = [f"{key.capitalize()}: {told[key]}" for key in ("period", "place", "source") if told.get(key)]
    head = [f"# {told['out']}", "", f"Made from {told['file']}. {told['method_in_words']}", *about, ""]
    body = _counts(told) if told["method"] == "table" else _rows(told)
    tail = ["## What this does not protect against", *(f"- {one}" for one in told["cautions"]), "", f"Titip {told['version']}, {told['seconds']} s.", ""]
    return "\n".join([*head, *body, "", *tail])


def _rows(told: Mapping[str, Any]) -> list[str]:
    before, after, cost = told["before"], told["after"], told["utility"]
    lines = [
        f"{told['n']:,} {told.get('unit', 'rows')}; every row shares {', '.join(told['quasi'])} with at least {told['k'] - 1} others (k = {told['k']}).",
        *([f"Withheld whole, because they name a person: {', '.join(told['direct'])}."] if told["direct"] else []),
        *([f"Kept as they are: {', '.join(told['kept_as_they_are'])}."] if told["kept_as_they_are"] else []),
        *([f"**Do these name anybody? They differ in most rows: {', '.join(told['doubtful'])}.**"] if told["doubtful"] else []),
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
            lines.append(f"- {column} left as: {', '.join(f'{name} {rows:,}' for name, rows in levels if rows)}.")
    for column, one in told["diversity"].items():
        lines.append(f"- {column}: at least {one['distinct']} values in every class ({one['entropy']:.2f} by entropy), distance t at most {one['t']:.3f}.")
    for column, rows in told["uniform"].items():
        if rows:
            lines.append(f"- In {rows:,} rows everyone who looks alike has the same {column}.")
    for one in told["effects"]:
        lines.append(
            f"- Counts of {one['column']}: {one['known_before']:,} known before, {one['known_after']:,} after; "
            f"a share is off by up to {one['largest_change']:.1f} points; {one['lost']} values counted too low."
        )
    return lines


def _counts(told: Mapping[str, Any]) -> list[str]:
    audit = told["audit"]
    many = "Few" if told["n"] is None else f"{told['n']:,}"
    counted = f"{many} {told.get('unit', 'rows')} by {' and '.join(told['dimensions'])}"
    return [
        f"{counted}; counts from 1 to {told['k'] - 1} are withheld and written *.",
        "",
        f"- {told['cells']} cells and totals; {told['primary']} withheld because they are small, {told['complementary']} so that these cannot be worked out.",
        f"- Audited by linear programmes over {told['audited_tables']} linked tables: each withheld small count could be anything from "
        f"{audit['highest_low']:g} or less to {audit['lowest_high']:g} or more.",
    ]
