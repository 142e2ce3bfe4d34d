"""The printed data dictionary: a tagged PDF by Typst; the template is ours and fixed, the dictionary reaches it as data."""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Final

from titip.dictionary.rules.codebook import Codebook
from titip.dictionary.rules.codebook_told import Say, ToldList, sections, tell_list
from titip.dictionary.rules.messages import gettext_noop as _

_TEMPLATE: Final = Path(__file__).with_name("codebook.typ")
#: The fonts shipped with the package, beside the charts that use them too: files, no code.
_FONTS: Final = Path(__file__).resolve().parents[2] / "present" / "fonts"
_FAMILIES: Final = ("Noto Sans", "Noto Sans Thai", "Noto Sans Khmer", "Noto Sans Myanmar", "Noto Sans Lao")


def codebook_pdf(book: Codebook, *, title: str, number: int, sha256: str, made_on: date, say: Say) -> bytes:
    """The whole dictionary, or a form of it, on A4 (PDF/UA-1). The same dictionary on the same day gives the same bytes.

    Of a list with more than ``codebook_told.MOST_VALUES`` values the first are printed; the rest are counted.
    """
    import typst

    told = {
        "title": title,
        "about": say(_("Version %(number)s of %(day)s.")) % {"number": number, "day": f"{made_on:%d/%m/%Y}"},
        "sha256": sha256,
        "fonts": list(_FAMILIES),
        "questions_label": say(_("Questions")),
        "questions": [[q.text, q.objective] for q in book.questions],
        "sections": [
            [name, [{"label": e.label, "code": e.code, "definition": e.definition, "lines": e.lines, "elsewhere": e.elsewhere} for e in elements]]
            for name, elements in sections(book, say)
        ],
        "lists_label": say(_("Lists of choices")),
        "lists": [_list(tell_list(c), say) for c in book.code_lists],
    }
    return typst.compile(
        _TEMPLATE, root=_TEMPLATE.parent, font_paths=[_FONTS], ignore_system_fonts=True, format="pdf", pdf_standards="ua-1",
        sys_inputs={"data": json.dumps(told, ensure_ascii=False)}, timestamp=datetime.combine(made_on, time(), tzinfo=UTC),
    )  # fmt: skip


def _list(told: ToldList, say: Say) -> dict[str, object]:
    gone = say(_("no longer used"))
    values = [
        {"depth": depth, "code": code, "label": " · ".join([label, *(text for _language, text in elsewhere)]), "retired": gone if retired else ""}
        for depth, code, label, elsewhere, retired in told.values
    ]  # fmt: skip
    more = say(_("%(count)s more values stand in the spreadsheet.")) % {"count": told.more} if told.more else ""
    return {"name": told.name, "code": told.code, "values": values, "more": more}
