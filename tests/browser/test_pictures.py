"""The README's pictures: taken from the practice house, kept only when asked for (``TITIP_PICTURES=1``), always small."""

import io
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.browser import walking
from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.walking import heading, press

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: The most that a picture may weigh (bytes).
HEAVIEST = 150 * 1024
NAMES = ["sign-in", "today", "person", "consent", "intake", "case", "release", "answer", "log", "keys"]
WIDTHS = {390: PHONE, 1280: DESK}
#: Where a picture begins, if not at the top of the page.
FROM = {"consent": "form h2", "answer": ".titip-figure"}


@pytest.fixture
def album(root: Path, tmp_path: Path) -> Path:
    """Where pictures go: beside the docs where they are asked for, else nowhere that stays."""
    return root / "docs" / "pictures" if os.environ.get("TITIP_PICTURES") == "1" else tmp_path


def picture(page: Any, album: Path, name: str) -> Iterator[Path]:
    """A picture of what stands on the screen, on a phone (drawn twice as fine) and on a desk."""
    for width, size in WIDTHS.items():
        page.set_viewport_size(size)
        page.reload(wait_until="networkidle")
        page.evaluate("from => from ? document.querySelector(from).scrollIntoView() : window.scrollTo(0, 0)", FROM.get(name))
        page.evaluate("document.fonts.ready.then(() => 1)")
        drawn = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
        if width > PHONE["width"]:
            drawn = drawn.resize((size["width"], size["height"]), Image.Resampling.LANCZOS)
        path = album / f"{name}-{width}.png"
        with_few_colours(drawn).save(path, optimize=True)
        yield path
    page.set_viewport_size(PHONE)


def with_few_colours(drawn: Image.Image) -> Image.Image:
    """The picture in its 256 commonest colours: flat grounds stay exactly as they are, and it weighs a third."""
    counted = sorted(drawn.getcolors(maxcolors=2**24) or [], reverse=True)[:256]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for _count, colour in counted for part in colour])
    return drawn.quantize(palette=palette, dither=Image.Dither.NONE)


def sign_in(visit: Visit) -> Any:
    page = visit(fine=2)
    page.goto("/protect/sign-in")
    return page


def today(visit: Visit) -> Any:
    return visit("Dara", fine=2)


def person(visit: Visit) -> Any:
    """Somebody whose cards were answered and who told us something."""
    page = visit("Dara", fine=2)
    page.goto("/register/")
    for address in page.eval_on_selector_all("main .titip-list a", "links => links.map(a => a.pathname)"):
        page.goto(address)
        if "18 or older" in page.locator("main").inner_text() and page.get_by_role("region", name="What she agreed to").get_by_text("Yes").count():
            return page
    raise AssertionError("nobody in the practice house agreed to anything")


def consent(visit: Visit) -> Any:
    page = person(visit)
    press(page, "Ask for consent")
    heading(page, "What may we keep and use?")
    return page


def intake(visit: Visit) -> Any:
    page = person(visit)
    walking.begin_interview(page)
    walking.to_section(page, "Work and control")
    return page


def case(visit: Visit) -> Any:
    page = visit("Dara", fine=2)
    page.get_by_role("region", name="Due").get_by_role("link").first.click()
    page.get_by_role("region", name="Next steps").wait_for()
    return page


def release(visit: Visit) -> Any:
    page = visit("Noy", fine=2)
    page.goto("/share/")
    page.get_by_role("link", name=re.compile("Kinds of work")).click()
    return page


def answer(visit: Visit) -> Any:
    page = visit("Anan", fine=2)
    page.goto("/analyse/")
    page.get_by_role("link", name=re.compile("In which kinds of work")).first.click()
    page.get_by_role("link", name=re.compile("^By ")).first.click()
    page.wait_for_load_state("load")
    return page


def log(visit: Visit) -> Any:
    page = visit("Vanna", fine=2)
    page.goto("/protect/log")
    return page


def keys(visit: Visit) -> Any:
    page = visit("Tola", fine=2)
    page.goto("/protect/keys")
    return page


@pytest.mark.parametrize("show", [sign_in, today, person, consent, intake, case, release, answer, log, keys], ids=NAMES)
def test_a_picture_of(visit: Visit, album: Path, show: Callable[[Visit], Any], request: pytest.FixtureRequest) -> None:
    name = request.node.callspec.id
    album.mkdir(exist_ok=True)

    taken = list(picture(show(visit), album, name))

    assert [Image.open(io.BytesIO(path.read_bytes())).width for path in taken] == [780, 1280]
    assert all(5_000 < path.stat().st_size <= HEAVIEST for path in taken), {path.name: path.stat().st_size for path in taken}


def test_the_pictures_kept_are_all_there_and_small(root: Path) -> None:
    kept = {path.name: path.stat().st_size for path in (root / "docs" / "pictures").glob("*.png")}

    assert set(kept) == {f"{name}-{width}.png" for name in NAMES for width in WIDTHS}
    assert max(kept.values()) <= HEAVIEST


def test_the_readme_shows_only_pictures_that_are_there(root: Path) -> None:
    shown = re.findall(r'docs/pictures/[\w-]+\.png', (root / "README.md").read_text(encoding="utf-8"))

    assert len(shown) >= 4
    assert not [path for path in shown if not (root / path).exists()]
