"""The organisation's access-control list as a PDF to print, sign and hang up."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from titip.present.charts.fonts import FAMILIES, FOLDER

_TEMPLATE: Final = Path(__file__).with_name("access_list.typ")


@dataclass(frozen=True)
class Part:
    """A table: its heading, its columns with their widths in shares, its rows of plain text."""

    title: str
    headings: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Printed:
    """All that is printed, in the reader's words. ``stand``: date and version, on every page. ``changed``: what differs from the declarations."""

    title: str
    organisation: str
    stand: str
    intro: Sequence[str]
    changed_title: str
    changed: Sequence[str]
    parts: Sequence[Part]
    made_at: datetime
    language: str = "en"


def compose(printed: Printed) -> bytes:
    """The list as a PDF (PDF/UA-1), A4 across, the same bytes for the same list."""
    import typst

    told = {**asdict(printed), "made_at": "", "organisation": printed.organisation or "-", "fonts": list(FAMILIES[:-1])}
    return typst.compile(
        _TEMPLATE, root=_TEMPLATE.parent, font_paths=[FOLDER], ignore_system_fonts=True, format="pdf", pdf_standards="ua-1",
        sys_inputs={"data": json.dumps(told, ensure_ascii=False)}, timestamp=printed.made_at.replace(microsecond=0),
    )
