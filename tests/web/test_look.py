"""The look keeps its promises: small, from our own house only, closed, readable, in words that can be translated."""

import re
from pathlib import Path

import brotli
import pytest

from tests.house.miniature import ROOT

STATIC = ROOT / "titip" / "web" / "static" / "titip"
#: Every template of the product, whichever room it stands in.
TEMPLATES = sorted((ROOT / "titip").rglob("templates/**/*.html"))
FIRST_PAGE = ["govuk.css", "titip.css", "app.js", "govuk-frontend.min.js", "mark.svg", "icon.svg"]
FONTS = ["noto-sans-latin-400.woff2", "noto-sans-latin-700.woff2"]
#: The same in every language.
NAMES = {"UTC", "CSV", "PDF", "PNG", "SVG"}
#: Foreground, background, and the least contrast (WCAG 2.2 AA: 4.5 for text, 3 for the edge of a control).
PAIRS = [
    ("text", "ground", 4.5), ("text", "sheet", 4.5), ("text", "quiet", 4.5), ("text", "amber", 4.5), ("text", "line", 4.5),
    ("soft-text", "ground", 4.5), ("soft-text", "sheet", 4.5), ("soft-text", "quiet", 4.5),
    ("teal", "ground", 4.5), ("teal", "sheet", 4.5), ("teal", "quiet", 4.5), ("sheet", "teal", 4.5), ("teal-deep", "ground", 4.5),
    ("teal-deep", "teal-pale", 4.5),
    ("amber-ink", "ground", 4.5), ("amber-ink", "sheet", 4.5), ("amber-ink", "amber-pale", 4.5), ("text", "amber-pale", 4.5),
    ("red", "ground", 4.5), ("red", "sheet", 4.5), ("sheet", "red", 4.5), ("sheet", "text", 4.5), ("soft-text", "sheet", 3),
]  # fmt: skip


def packed(path: Path) -> int:
    """Bytes on the wire; woff2 is packed already."""
    data = path.read_bytes()
    return len(data) if path.suffix == ".woff2" else len(brotli.compress(data))


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_every_pair_of_colours_can_be_read(front: str, back: str, least: float) -> None:
    colours = dict(re.findall(r"--titip-([\w-]+): (#[0-9a-f]{6});", (STATIC / "titip.css").read_text(encoding="utf-8")))

    assert contrast(colours[front], colours[back]) >= least


def test_the_first_page_weighs_little() -> None:
    weight = sum(packed(STATIC / name) for name in FIRST_PAGE) + sum(packed(STATIC / "fonts" / name) for name in FONTS)

    assert weight <= 85_000  # leaves 15 kB of the 100 for the page itself


def test_another_script_costs_little_more() -> None:
    for script in ("thai", "khmer", "lao", "myanmar", "vietnamese"):
        assert sum(packed(STATIC / "fonts" / f"noto-sans-{script}-{weight}.woff2") for weight in (400, 700)) <= 80_000, script


def test_fonts_for_charts_and_reports_are_small_and_carry_their_licence() -> None:
    folder = ROOT / "titip" / "present" / "fonts"

    assert sum(path.stat().st_size for path in folder.glob("*.ttf")) < 4_000_000
    assert {path.name for path in folder.glob("*-Regular.ttf")} == {f"NotoSans{script}-Regular.ttf" for script in ("", "Thai", "Khmer", "Myanmar", "Lao")}
    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / "OFL.txt").read_text(encoding="utf-8")
    assert "MIT" in (STATIC / "GOVUK-LICENCE.txt").read_text(encoding="utf-8")


def test_every_font_named_is_there_and_holds_what_it_promises() -> None:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    rules = re.findall(r'url\("(fonts/[^"]+)"\) format\("woff2"\);\s+unicode-range: ([^;]+);', (STATIC / "titip.css").read_text(encoding="utf-8"))
    assert len(rules) == 12
    for name, ranges in rules:
        held = set(TTFont(STATIC / name).getBestCmap())
        promised = set(subset.parse_unicodes(ranges.replace("U+", "").replace(" ", "")))
        assert len(held & promised) > 20, name
        assert not {code for code in held - promised if code > 0x2100}, f"{name} holds letters that no page would fetch it for"


def test_style_and_script_come_from_our_own_house() -> None:
    for path in [*STATIC.glob("*.css"), *STATIC.glob("*.js"), *STATIC.glob("*.svg")]:
        addresses = re.findall(r"(?:https?:)?//[\w.-]+\.\w+[^\s\"')]*", re.sub(r"//#.*|/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S))
        allowed = ("http://www.w3.org/", "https://www.w3.org/", "https://govuk")
        assert not [address for address in addresses if not address.startswith(allowed)], path.name
    assert "GDS Transport" not in (STATIC / "govuk.css").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "titip").as_posix())
def test_a_template_is_closed_and_ours(path: Path) -> None:
    source = re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.S)

    assert not re.search(r"<script(?![^>]*\ssrc=)[^>]*>", source), "inline script"
    assert not re.search(r"<style\b", source), "inline style sheet"
    assert not re.search(r"\sstyle\s*=", source), "inline style"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", source), "inline handler"
    assert not re.search(r"(?:src|href|action)=[\"'](?:https?:)?//", source), "another host"
    assert not re.search(r"javascript:", source, re.I), "script address"


@pytest.mark.parametrize("path", [path for path in TEMPLATES if not path.stem.endswith("attrs")], ids=lambda path: path.relative_to(ROOT / "titip").as_posix())
def test_words_can_be_translated(path: Path) -> None:
    assert not list(bare_words(path.read_text(encoding="utf-8")))


def bare_words(source: str) -> list[str]:
    """Runs of two letters or more that a reader would see and no translation tag holds."""
    translated = r"{% blocktrans(?:late)?\b.*?{% endblocktrans(?:late)? %}"
    for hidden in (r"{% comment %}.*?{% endcomment %}", r"{#.*?#}", translated, r"{%.*?%}", r"{{.*?}}", r"<!--.*?-->"):
        source = re.sub(hidden, " ", source, flags=re.S)
    seen = re.findall(r"\b(?:alt|title|aria-label|placeholder)=\"([^\"]*)\"", source)
    text = re.sub(r"<[^>]*>", " ", source, flags=re.S)
    return [word for piece in [text, *seen] for word in re.findall(r"&[a-z]+;|([^\W\d_]{2,})", re.sub(r"&\w+;", " ", piece)) if word and word not in NAMES]


def test_bare_words_are_found() -> None:
    assert bare_words("<p>Not translated</p>") == ["Not", "translated"]
    assert bare_words('<img alt="Two hands">') == ["Two", "hands"]
    assert not bare_words('<p title="{% translate \'Yes\' %}">{% translate "Fine" %}&nbsp;{{ name }}</p>')
