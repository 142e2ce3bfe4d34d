"""The tables of a finding as CSV, title and signposts above, nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from titip.analyse.statistics.finding import Cell, Finding, Kind
from titip.share.rules import STAR
from titip.share.rules.writing import harmless


def csv_text(finding: Finding, signposts: Mapping[str, str]) -> str:
    """One table after another, each under its caption; the finding's sentences and the signposts as lines that begin with ``#`` (R37)."""
    out = io.StringIO(newline="")
    write = csv.writer(out, lineterminator="\r\n")
    above = [finding.title.say(), *(sentence.say() for sentence in finding.sentences()), *(f"{label}: {text}" for label, text in signposts.items())]
    for line in [*above, f"Method of the finding: {' '.join(sentence.say() for sentence in finding.methods())}"]:
        write.writerow([f"# {' '.join(line.split())}"])
    for place, shown in enumerate(finding.tables):
        if len(finding.tables) > 1:
            write.writerows([[], [f"# {shown.caption.say()}"]] if place else [[f"# {shown.caption.say()}"]])
        write.writerow([harmless(head.label) for head in shown.heads])
        write.writerows([_cell(head.kind, cell) for head, cell in zip(shown.heads, row, strict=True)] for row in shown.rows)
    return out.getvalue()


def _cell(kind: Kind, cell: Cell) -> str:
    if cell is None:
        return STAR if kind is Kind.COUNT else ""
    if isinstance(cell, float):
        return f"{cell:.6g}"
    return str(cell) if isinstance(cell, int) else harmless(cell if isinstance(cell, str) else cell.say())
