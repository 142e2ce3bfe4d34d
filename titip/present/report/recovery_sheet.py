"""The recovery sheet: one printed page that opens the keyring when every passphrase is lost."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Final

from titip.present.charts.fonts import FAMILIES, FOLDER

_TEMPLATE: Final = Path(__file__).with_name("recovery_sheet.typ")
GROUPS: Final = 8


@dataclass(frozen=True)
class Sheet:
    """What is printed. ``code``: eight groups of four characters. ``practice``: the page says that it protects nothing real."""

    organisation: str
    code: str
    made_on: date
    keyring: str
    practice: bool = False


def compose(sheet: Sheet) -> bytes:
    """The sheet as a one-page A4 PDF (PDF/UA-1). It is made in memory; whoever writes it to a disk removes it after printing."""
    import typst

    told = {
        "organisation": sheet.organisation or "-", "groups": sheet.code.split("-"), "made_on": f"{sheet.made_on.day} {sheet.made_on:%B %Y}",
        "keyring": sheet.keyring, "practice": sheet.practice, "fonts": list(FAMILIES[:-1]),
    }
    return typst.compile(
        _TEMPLATE, root=_TEMPLATE.parent, font_paths=[FOLDER], ignore_system_fonts=True, format="pdf", pdf_standards="ua-1",
        sys_inputs={"data": json.dumps(told, ensure_ascii=False), "square": square(sheet.code)},
        timestamp=datetime.combine(sheet.made_on, time(), tzinfo=UTC),
    )


def group(code: str, number: int) -> str:
    """The group that has ``number`` (1 to 8) on the sheet."""
    return code.split("-")[number - 1]


def square(text: str) -> str:
    """The text as a QR code: an SVG drawing of 4 units a module, black on white, with its quiet margin."""
    import qrcode

    made = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, border=4)
    made.add_data(text)
    rows = made.get_matrix()
    drawn = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    size = len(rows)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size * 4}" height="{size * 4}"><path d="{drawn}"/></svg>'
