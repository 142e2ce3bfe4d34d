"""What browser tests may ask for: one practice house for all of them, and visits to it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.house import House, practice_house
from tests.browser.watch import Watch

Visit = Callable[..., Any]
#: A phone and a desk.
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def house(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One practice organisation, made as ``make demo`` makes it and served until the last test is done."""
    with practice_house(tmp_path_factory.mktemp("practice") / "home") as standing:
        yield standing


@pytest.fixture
def visit(house: House, browser: Any) -> Iterator[Visit]:
    """``visit("Dara")``: a page in her browser, signed in, on a phone. Without a name nobody is signed in; ``fresh``: nothing was opened yet.

    ``page.watch`` is its Watch: the test fails at its end on an error in the console, or a request to any other host.
    """
    opened: list[tuple[Any, Watch]] = []

    def begin(name: str = "", *, size: dict[str, int] = PHONE, script: bool = True, fresh: bool = False, fine: int = 1, touch: bool = False,
              at: House = house) -> Any:
        context = browser.new_context(
            viewport=size, device_scale_factor=fine, base_url=at.url, java_script_enabled=script, storage_state=at.signed_in.get(name), locale="en-GB",
            has_touch=touch,
        )
        context.set_default_timeout(15_000)
        watch = Watch(context, at.url)
        opened.append((context, watch))
        page = context.new_page()
        page.watch = watch
        if name and not fresh:
            walk_in(page, name)
            at.signed_in[name] = context.storage_state()
        return page

    yield begin
    for context, _watch in opened:
        context.close()
    left = [fault for _context, watch in opened for fault in watch.left()]
    assert not left, left


def walk_in(page: Any, name: str) -> None:
    """Sign in as a practice colleague by pressing her name and typing the code that is shown; does nothing where she is signed in."""
    page.goto("/")
    if page.get_by_role("heading", name="Today", level=1).count():
        return
    page.goto("/protect/sign-in")
    page.get_by_role("button", name=re.compile(rf"^{name}\b")).click()
    type_the_code(page)
    page.get_by_role("heading", name="Today", level=1).wait_for()


def type_the_code(page: Any, button: str = "Sign in") -> None:
    """The second factor, as the practice house shows it.

    Patient: a code works once, and there are three of them at a time. Who signs in oftener waits for the next, as she would by hand.
    """
    for _try in range(5):
        page.get_by_label("Code").fill(page.locator(".titip-practice-code__code").inner_text())
        with page.expect_navigation():
            page.get_by_role("button", name=button).click()
        if not page.locator(".titip-practice-code__code").count():
            return
        page.wait_for_timeout(10_000)


@pytest.fixture(scope="session")
def pictures(root: Path) -> Path:
    """Where the README's pictures stand."""
    return root / "docs" / "pictures"
