"""Pictures: their letters against another shaping engine, their bars measured in pixels, their files opened again."""

import io
import re
import threading
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
import typst
from PIL import Image

from tests.present.test_chart_rules import GOOD, spec_of
from titip.dictionary.rules.types import ElementType
from titip.present.charts import ChartSpec, render
from titip.present.charts.colours import BAR
from titip.present.charts.fonts import FAMILIES, FOLDER, leading, register
from titip.present.charts.lettering import clusters, wrap
from titip.share.rules import Heading

Ink = npt.NDArray[np.bool_]

#: A phrase of each script in which letters move, stack or join.
PHRASES = {
    "Thai": "ผู้เสียหายที่น้ำตก",
    "Khmer": "ស្ត្រីខេត្តកំពង់ស្ពឺ",
    "Burmese": "မြန်မာ ကြောင့် ဖြတ်မှု",
    "Lao": "ນະຄອນຫຼວງວຽງຈັນ ຜູ້",
    "Vietnamese": "Nguyễn bị cưỡng bức",
}
_POINTS, _DPI = 48, 144


def trimmed(pixels: Ink) -> Ink:
    rows, columns = np.flatnonzero(pixels.any(axis=1)), np.flatnonzero(pixels.any(axis=0))
    return pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def ink(png: bytes) -> Ink:
    return trimmed(np.asarray(Image.open(io.BytesIO(png)).convert("L")) < 140)


def by_charts(text: str) -> Ink:
    """As our charts draw it: matplotlib with its own shaper."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(14, 2), dpi=_DPI)
    FigureCanvasAgg(figure)
    figure.text(0.05, 0.5, text, family=list(register()), fontsize=_POINTS, parse_math=False)
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=_DPI)
    return ink(out.getvalue())


def by_typst(text: str) -> Ink:
    """The same letters by an engine that shares no code with it."""
    source = b"#set page(width: 1000pt, height: 150pt)\n#set text(font: json(bytes(sys.inputs.fonts)), size: 48pt)\n#sys.inputs.text"
    import json

    png = typst.compile(
        source, format="png", ppi=_DPI, font_paths=[FOLDER], ignore_system_fonts=True, sys_inputs={"text": text, "fonts": json.dumps(FAMILIES[:-1])}
    )
    return ink(png)


def likeness(one: Ink, other: Ink) -> float:
    """Shared ink of two pictures laid on each other, 0 to 1; both allowed to be two pixels thicker, for the edges."""
    height, width = max(one.shape[0], other.shape[0]), max(one.shape[1], other.shape[1])
    first, second = (np.zeros((height, width), dtype=bool) for _ in range(2))
    first[: one.shape[0], : one.shape[1]] = one
    second[: other.shape[0], : other.shape[1]] = other
    return float(min((first & _thick(second)).sum() / first.sum(), (second & _thick(first)).sum() / second.sum()))


def _thick(pixels: Ink) -> Ink:
    grown = pixels.copy()
    for down, right in ((0, 1), (0, 2), (1, 0), (2, 0), (1, 1)):
        for sign in (1, -1):
            grown |= np.roll(pixels, (sign * down, sign * right), axis=(0, 1))
    return grown


@pytest.mark.parametrize("script", PHRASES)
def test_letters_come_out_as_another_engine_shapes_them(script: str) -> None:
    ours, theirs = by_charts(PHRASES[script]), by_typst(PHRASES[script])

    assert abs(ours.shape[1] - theirs.shape[1]) <= 0.015 * theirs.shape[1], "the same width"
    assert likeness(ours, theirs) > 0.93


@pytest.mark.parametrize("script", ["Thai", "Khmer", "Burmese"])
def test_letters_that_are_not_shaped_would_be_found(script: str) -> None:
    """The planted fault: letters set one by one, as an engine without shaping sets them. (Lao marks sit right even so.)"""
    torn = "\u200c".join(PHRASES[script])

    assert likeness(by_charts(torn), by_typst(PHRASES[script])) < 0.85


def bars_in_pixels(png: bytes) -> list[int]:
    """The lengths of the bars, from the top."""
    pixels = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
    colour = [int(BAR[place : place + 2], 16) for place in (1, 3, 5)]
    lengths = (np.abs(pixels - colour).max(axis=2) < 6).sum(axis=1)
    edges = np.flatnonzero(np.diff((lengths > 3).astype(int)) == 1)
    return [int(lengths[edge + 8]) for edge in edges]


@pytest.mark.parametrize("medium", ["screen", "phone", "print"])
def test_R31_the_length_of_a_bar_is_its_count(medium: str) -> None:
    spec = spec_of({"f": 600, "m": 300, "o": 100})

    lengths = bars_in_pixels(render(spec, "png", medium=medium))

    assert len(lengths) == 3
    assert lengths[0] / lengths[1] == pytest.approx(2, rel=0.02)
    assert lengths[0] / lengths[2] == pytest.approx(6, rel=0.04)


def test_nothing_is_cut_off_at_the_edge() -> None:
    long = Heading("x", "ក្រុម", ElementType.SELECT_ONE, names={"a": " ".join(PHRASES.values()) * 3, "b": "x" * 200})

    for medium in ("screen", "phone", "print"):
        pixels = np.asarray(Image.open(io.BytesIO(render(spec_of({"a": 60, "b": 50}, long), "png", medium=medium))).convert("L")).astype(int)
        ground = pixels[0, 0]
        edge = np.concatenate([pixels[:4].ravel(), pixels[-4:].ravel(), pixels[:, :4].ravel(), pixels[:, -4:].ravel()])
        assert np.abs(edge - ground).max() < 8, medium


def test_a_formula_in_a_label_is_text() -> None:
    assert render(spec_of({"a": 60, "b": 50}, Heading("x", "$x^2$ \\frac", ElementType.SELECT_ONE, names={"a": "$\\undefined$", "b": "_^{"})), "png")


@pytest.mark.parametrize("kind", ["png", "pdf", "svg"])
def test_the_same_specification_gives_the_same_bytes(kind: str) -> None:
    assert render(GOOD, kind) == render(GOOD, kind)


def test_every_form_carries_its_title_and_words_and_no_maker() -> None:
    png, pdf, svg = (render(GOOD, kind) for kind in ("png", "pdf", "svg"))

    assert Image.open(io.BytesIO(png)).info["Title"] == GOOD.full_title  # type: ignore[attr-defined]
    assert "Female: 60 (58.8 %)" in Image.open(io.BytesIO(png)).info["Description"]  # type: ignore[attr-defined]
    assert pdf.startswith(b"%PDF") and b"/Author" not in pdf
    assert f"<title>{GOOD.full_title}</title>".encode() in svg
    assert b'role="img"' in svg and b"Matplotlib" not in png


def test_svg_holds_no_script_no_link_and_escapes_what_is_typed() -> None:
    svg = render(replace(GOOD, title="<script>alert(1)</script> & more"), "svg").decode()

    assert "<script" not in svg.lower()
    assert re.findall(r'(?:href|src)="(?!#)', svg) == []


def test_charts_drawn_at_once_do_not_mix() -> None:
    one, other = GOOD, replace(GOOD, title="Another title altogether")
    alone = {spec.title: render(spec, "png") for spec in (one, other)}
    together: list[tuple[str, bytes]] = []

    def work(spec: ChartSpec) -> None:
        together.append((spec.title, render(spec, "png")))

    threads = [threading.Thread(target=work, args=(spec,)) for spec in (one, other) * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(together) == 6
    assert all(alone[title] == png for title, png in together)


def test_every_shipped_font_is_found() -> None:
    assert register() == FAMILIES


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("ผู้เสียหาย", ["ผู้", "เสี", "ย", "หา", "ย"]),
        ("ស្ត្រី", ["ស្ត្រី"]),
        ("ពង់", ["ពង់"]),
        ("မြန်မာ", ["မြန်", "မာ"]),
        ("abc.", ["a", "b", "c."]),
    ],
)
def test_a_line_never_breaks_inside_a_cluster(text: str, kept: list[str]) -> None:
    assert list(clusters(text)) == kept


def test_lines_break_at_spaces_first_and_nothing_is_lost() -> None:
    text = "การค้ามนุษย์ ในเรือประมง ของประเทศเพื่อนบ้านที่อยู่ไกลออกไปมาก"

    lines = wrap(text, 15, lambda part: float(len(part)))

    assert lines[0] == "การค้ามนุษย์"
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(len(line) <= 15 for line in lines)


@pytest.mark.parametrize(("text", "room"), [("Latin", 1.4), ("ไทย", 1.7), ("ລາວ", 1.7), ("ខ្មែរ", 1.9), ("မြန်မာ and more", 1.9)])
def test_tall_scripts_get_room(text: str, room: float) -> None:
    assert leading(text) == room
