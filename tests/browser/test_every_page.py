"""Every page that each role can reach: whole, light, calm, readable by everyone, and talking to nobody else."""

import re

import pytest

from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.crawl import LATER, Crawl, Scale

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: One colleague of each role that the practice house has.
COLLEAGUES = ["Dara", "Sopha", "Kham", "Noy", "Anan", "Vanna", "Tola"]
#: The most that the first page of all may weigh, with style, script and letters (bytes).
FIRST = 100 * 1024


@pytest.fixture(scope="session")
def shapes() -> set[tuple[str, str]]:
    """The shapes of pages that axe has looked at."""
    return set()


@pytest.mark.parametrize("name", COLLEAGUES)
def test_every_page_within_reach(visit: Visit, shapes: set[tuple[str, str]], name: str) -> None:
    walk = Crawl(visit(name), shapes)

    walk.walk()

    assert not walk.faults, "\n".join(walk.faults)
    assert len(walk.seen) > 15, walk.seen
    assert 0 < walk.heaviest[0] <= LATER


def test_the_first_page_of_all_is_light(visit: Visit) -> None:
    scale = Scale(visit())

    scale.put("/protect/sign-in")

    assert 30_000 < scale.total <= FIRST, scale.bytes


def test_today_is_light_on_a_phone_that_has_never_been_here(visit: Visit) -> None:
    visit("Dara")
    scale = Scale(visit("Dara", fresh=True))

    scale.put("/")

    assert 30_000 < scale.total <= FIRST, scale.bytes


def test_the_weekly_report_is_one_sheet_of_paper(visit: Visit) -> None:
    page = visit("Vanna")
    page.goto("/protect/log/week")

    printed = page.pdf(format="A4")

    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_what_one_jumps_to_stands_clear_of_the_header(visit: Visit, size: dict[str, int]) -> None:
    page = visit("Dara", size=size)
    page.goto("/register/new/")
    page.get_by_role("button", name="Register under a code").click()
    page.get_by_role("link", name=re.compile("^Her age")).click()
    header = page.locator(".titip-top").bounding_box()
    group = page.get_by_role("group", name="Her age").locator("legend").bounding_box()
    assert group["y"] >= header["y"] + header["height"]

    page.goto("/casework/#closed")
    field = page.locator("#closed").bounding_box()

    assert field["y"] >= header["height"] - 1
