"""Pictures looked at by machine: apart in grey, the same in every form, shaped as another engine shapes them; and the manual's gallery."""

import io
import itertools
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import typst
from PIL import Image

from tests.present.made_up import TITLES, WISHES, drawn, made
from tests.present.test_charts_drawn import Ink, likeness, trimmed
from titip.present.charts import ChartSpec, Row, proof, render, seen
from titip.present.charts.colours import GROUND, NEIGHBOURS, VISIONS
from titip.present.charts.vision import as_seen

#: The most that a picture of the manual may weigh (bytes).
HEAVIEST = 60_000
#: Wide enough for the eye, light enough for a repository.
_ACROSS = 400
_USES = {"grouped": "fills", "stacked": "fills", "pie": "fills", "line": "strokes", "heat": "ramp", "choropleth": "ramp"}

Pixels = npt.NDArray[np.uint8]


def pixels_of(png: bytes) -> Pixels:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=np.uint8)


def drawn_in(pixels: Pixels, colour: str) -> npt.NDArray[np.bool_]:
    wanted = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)])
    return np.abs(pixels.astype(int) - wanted).max(axis=2) <= 2


def lightness_of(grey: float) -> float:
    """CIE L* of a grey of 0 to 255."""
    share = grey / 255
    light = share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
    return float(116 * light ** (1 / 3) - 16) if light > 216 / 24389 else light * 24389 / 27


def in_grey(png: bytes, colours: tuple[str, ...]) -> dict[str, float]:
    """The lightness of each colour that is in the picture, after Pillow has made the picture grey in its own way (ITU-R 601)."""
    pixels, grey = pixels_of(png), np.asarray(Image.open(io.BytesIO(png)).convert("L"))
    where = {colour: drawn_in(pixels, colour) for colour in colours}
    return {colour: lightness_of(float(np.median(grey[mask]))) for colour, mask in where.items() if mask.sum() > 20}


@pytest.mark.parametrize(("name", "part"), _USES.items())
def test_R34_in_a_grey_copy_of_the_picture_its_series_stay_apart(name: str, part: str) -> None:
    spec = made(name, 0)

    found = in_grey(drawn(name, 0), getattr(spec, part))

    assert len(found) >= 2
    assert min(abs(a - b) for a, b in itertools.combinations(found.values(), 2)) >= NEIGHBOURS - 2


def test_R34_the_proof_would_find_colours_that_fade_into_each_other() -> None:
    """The planted fault: red and green of one lightness, drawn by going round the check."""
    from titip.present.charts.drawing import MEDIA, draw

    spec = replace(made("grouped", 0), fills=("#b04a3a", "#4f7d3a"))
    out = io.BytesIO()
    draw(spec, MEDIA["phone"]).savefig(out, format="png", dpi=100)

    one, other = in_grey(out.getvalue(), spec.fills).values()
    assert abs(one - other) < NEIGHBOURS - 2


@pytest.mark.parametrize("vision", VISIONS)
def test_R34_series_stay_apart_to_eyes_without_one_kind_of_cone(vision: str) -> None:
    spec = made("stacked", 0)
    png = drawn("stacked", 0)
    pixels, changed = pixels_of(png), pixels_of(seen(png, vision)).astype(int)

    found = [np.median(changed[drawn_in(pixels, colour)], axis=0) for colour in spec.fills]
    assert min(float(np.abs(a - b).max()) for a, b in itertools.combinations(found, 2)) > 25


def test_visions_leave_greys_as_they_are_and_the_sheet_holds_all_four() -> None:
    greys = np.repeat(np.arange(0, 256, 5, dtype=np.uint8)[None, :, None], 3, axis=2)
    for vision in (*VISIONS, "grey"):
        assert np.abs(as_seen(greys, vision).astype(int) - greys).max() <= 2
    png = drawn("grouped")
    whole, sheet = Image.open(io.BytesIO(png)), Image.open(io.BytesIO(proof(png)))
    assert sheet.size == (whole.width // 2 * 2, whole.height // 2 * 2)
    grey = np.asarray(sheet.crop((0, 0, whole.width // 2, whole.height // 2))).astype(int)
    assert np.ptp(grey, axis=2).max() <= 1


def rastered(file: bytes, kind: str, dpi: float) -> Ink:
    """An SVG or a PDF drawn by Typst, which shares no code with what made it."""
    source = f'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.file), format: "{kind}")'.encode()
    if kind == "pdf":
        return _of_file(file, dpi)
    return trimmed(_ink(typst.compile(source, format="png", ppi=dpi, sys_inputs={"file": file.decode()})))


def _of_file(file: bytes, dpi: float) -> Ink:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "x.pdf").write_bytes(file)
        (Path(folder) / "x.typ").write_text('#set page(width: auto, height: auto, margin: 0pt)\n#image("x.pdf")')
        return trimmed(_ink(typst.compile(Path(folder) / "x.typ", root=folder, format="png", ppi=dpi)))


def _ink(png: bytes) -> Ink:
    return np.asarray(Image.open(io.BytesIO(png)).convert("L")) < 140


@pytest.mark.parametrize("kind", ["svg", "pdf"])
def test_every_form_shows_the_same_letters(kind: str) -> None:
    """Thai, Khmer and Burmese in one picture, as PNG by one engine and as SVG or PDF by another."""
    spec = letters()
    ours = trimmed(_ink(render(spec, "png", medium="phone")))

    theirs = rastered(render(spec, kind, medium="phone"), kind, 200)

    assert abs(ours.shape[1] - theirs.shape[1]) <= 0.01 * ours.shape[1]
    assert likeness(ours, theirs) > 0.93


@pytest.mark.parametrize("kind", ["svg", "pdf"])
def test_letters_set_one_by_one_would_be_found_in_every_form(kind: str) -> None:
    """The planted fault: a joiner that forbids joining between all letters of the labels."""
    spec = letters()
    torn = replace(spec, rows=tuple(replace(row, name="\u200c".join(row.name)) for row in spec.rows))

    assert likeness(trimmed(_ink(render(spec, "png", medium="phone"))), rastered(render(torn, kind, medium="phone"), kind, 200)) < 0.93


def letters() -> ChartSpec:
    """A bar chart that is nearly all labels."""
    rows = (Row("ผู้เสียหายที่น้ำตก", 60, 0.5), Row("ស្ត្រីខេត្តកំពង់ស្ពឺ", 40, 1 / 3), Row("မြန်မာ ကြောင့် ဖြတ်မှု", 20, 1 / 6))
    return replace(made("bar"), rows=rows, n=120, known=120)


@pytest.fixture
def album(root: Path, tmp_path: Path) -> Path:
    """Where the gallery goes: beside the docs where it is asked for (``TITIP_PICTURES=1``), else nowhere that stays."""
    folder = root / "docs" / "pictures" / "charts" if os.environ.get("TITIP_PICTURES") == "1" else tmp_path
    folder.mkdir(exist_ok=True)
    return folder


@pytest.mark.parametrize("name", WISHES)
def test_the_gallery_of_the_manual_is_what_is_drawn(name: str, album: Path, root: Path) -> None:
    full = Image.open(io.BytesIO(drawn(name))).convert("RGB")
    small = full.resize((_ACROSS, round(full.height * _ACROSS / full.width)), Image.Resampling.LANCZOS)
    path = album / f"{name}.png"
    small.quantize(32, dither=Image.Dither.NONE).save(path, optimize=True)

    assert path.stat().st_size < HEAVIEST
    kept = root / "docs" / "pictures" / "charts" / f"{name}.png"
    told = np.asarray(Image.open(kept).convert("L")).astype(int)
    new = np.asarray(Image.open(path).convert("L")).astype(int)
    assert told.shape == new.shape, "TITIP_PICTURES=1 pytest tests/present/test_chart_pictures.py makes the gallery anew"
    assert (np.abs(told - new) > 60).mean() < 0.002
    assert f"pictures/charts/{name}.png" in (root / "docs" / "charts.md").read_text(encoding="utf-8"), TITLES[name]


def test_the_ground_of_a_chart_is_the_ground_of_the_page() -> None:
    assert drawn_in(pixels_of(drawn("bar")), GROUND).mean() > 0.5
