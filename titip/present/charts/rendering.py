"""A specification drawn as PNG, PDF or SVG: checked first, the same bytes every time for the same specification."""

from __future__ import annotations

import io
import threading
from datetime import UTC, datetime
from typing import Any, Final
from xml.sax.saxutils import escape

from titip.present.charts.checks import check
from titip.present.charts.companions import alternative
from titip.present.charts.drawing import MEDIA, draw
from titip.present.charts.specification import ChartSpec

FORMATS: Final = ("png", "pdf", "svg")
#: matplotlib's settings are one for the whole process, so drawing waits its turn.
_TURN: Final = threading.Lock()
#: Letters as outlines in SVG, since browsers and Typst draw some scripts wrongly; ids that do not change from run to run.
_SETTINGS: Final[dict[Any, Any]] = {"svg.fonttype": "path", "svg.hashsalt": "titip", "pdf.fonttype": 42, "path.simplify": False}


def render(spec: ChartSpec, kind: str = "png", *, medium: str = "screen", bare: bool = False) -> bytes:
    """The chart in ``kind`` (png, pdf, svg), sized for ``medium`` (screen, phone, print). Raises ChartRefused where a rule is broken.

    ``bare``: the bars without title and signposts, only for a page that carries both itself (R37).
    """
    if kind not in FORMATS:
        raise ValueError(f"{kind!r} is not one of {', '.join(FORMATS)}")
    check(spec)
    import matplotlib

    out = io.BytesIO()
    with _TURN, matplotlib.rc_context(_SETTINGS):
        figure = draw(spec, MEDIA[medium], bare=bare)
        figure.savefig(out, format=kind, dpi=MEDIA[medium].dpi, metadata=_metadata(spec, kind), facecolor=spec.ground_colour)
    return _named(out.getvalue(), spec) if kind == "svg" else out.getvalue()


def _metadata(spec: ChartSpec, kind: str) -> dict[str, Any]:
    """Title and words travel in the file; who made it, and on which machine, do not (S12)."""
    title, words = spec.full_title, alternative(spec)
    if kind == "png":
        return {"Title": title, "Description": words, "Source": spec.source, "Software": "Titip"}
    if kind == "svg":
        return {"Title": title, "Description": words, "Source": spec.source, "Creator": "Titip", "Date": spec.made_on}
    made = datetime.fromisoformat(spec.made_on).replace(tzinfo=UTC)
    return {"Title": title, "Subject": words, "Creator": "Titip", "Producer": "Titip", "CreationDate": made}


def _named(svg: bytes, spec: ChartSpec) -> bytes:
    """The drawing with a name and a description that a screen reader speaks."""
    text = svg.decode("utf-8")
    start = text.index(">", text.index("<svg")) + 1
    said = f"\n <title>{escape(spec.full_title)}</title>\n <desc>{escape(alternative(spec))}</desc>"
    return (text[: start - 1] + ' role="img">' + said + text[start:]).encode("utf-8")
