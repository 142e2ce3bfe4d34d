"""Cuts the Noto fonts down to the scripts our people write: small woff2 for pages, TTF for charts and PDF.

Shaping is never broken: for Thai, Khmer, Burmese and Lao every layout feature is kept and only other scripts are
left out. For Latin the features that nobody can choose here (small capitals, old-style figures) go.
"""

from pathlib import Path

from fontTools import subset

HERE = Path(__file__).parent
SOURCE = Path("/usr/share/fonts/truetype/noto")
ROOT = HERE.parents[1] / "titip"
WEB = ROOT / "web" / "static" / "titip" / "fonts"
PRESENT = ROOT / "present" / "fonts"

LATIN_FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "tnum", "lnum"]
JOINERS = "U+200B-200D,U+25CC"
# The Unicode ranges are those of the @font-face rules in titip.css; tests/web/test_look.py compares them.
LATIN = (
    "U+0000-0101,U+0104-010F,U+0112-0127,U+012A-0167,U+016A-019F,U+02BB-02BC,U+02C6,U+02DA,U+02DC,"
    "U+2000-206F,U+20A0-20AA,U+20AC-20BF,U+2116,U+2122,U+2212,U+2215,U+FEFF,U+FFFD"
)
VIETNAMESE = (
    "U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,"
    "U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB"
)
SCRIPTS = {
    "Thai": "U+0E01-0E5B",
    "Khmer": "U+1780-17FF,U+19E0-19FF",
    "Myanmar": "U+1000-109F,U+A9E0-A9FE,U+AA60-AA7F",
    "Lao": "U+0E81-0EDF",
}
# A chart or a report may also carry Greek letters, arrows and mathematical signs.
PRESENT_LATIN = (
    f"{LATIN},{VIETNAMESE},U+0000-024F,U+0300-036F,U+0370-03FF,U+1E00-1EFF,U+2070-209F,"
    "U+2100-214F,U+2190-21FF,U+2200-22FF,U+25A0-25FF"
)
WEIGHTS = {"Regular": 400, "Bold": 700}


def build() -> None:
    """Write the woff2 and TTF subsets of every weight, replacing what stands there."""
    WEB.mkdir(parents=True, exist_ok=True)
    PRESENT.mkdir(parents=True, exist_ok=True)
    for name, weight in WEIGHTS.items():
        latin = SOURCE / f"NotoSans-{name}.ttf"
        _cut(latin, WEB / f"noto-sans-latin-{weight}.woff2", LATIN, LATIN_FEATURES)
        _cut(latin, WEB / f"noto-sans-vietnamese-{weight}.woff2", VIETNAMESE, LATIN_FEATURES)
        _cut(latin, PRESENT / f"NotoSans-{name}.ttf", PRESENT_LATIN, LATIN_FEATURES)
        for script, letters in SCRIPTS.items():
            font = SOURCE / f"NotoSans{script}-{name}.ttf"
            _cut(font, WEB / f"noto-sans-{script.lower()}-{weight}.woff2", f"{letters},{JOINERS}", ["*"])
            _cut(font, PRESENT / f"NotoSans{script}-{name}.ttf", f"{letters},{JOINERS},U+0020-007E,U+00A0", ["*"])


def _cut(source: Path, target: Path, unicodes: str, features: list[str]) -> None:
    """Keep `unicodes` of one font, with the layout features named; the suffix of `target` chooses the format."""
    options = subset.Options()
    options.layout_features = features
    options.flavor = "woff2" if target.suffix == ".woff2" else None
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]  # names, version, and the licence with its address
    options.notdef_outline = True
    options.drop_tables += ["DSIG"]
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(unicodes.replace("U+", "")))
    subsetter.subset(font)
    subset.save_font(font, str(target), options)
