"""What the pages say is so: their links lead somewhere, their commands exist."""

import re
from pathlib import Path

import pytest

from tests.house.miniature import ROOT, rooms
from titip import __version__, cli
from titip.cli.output import Exit

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text())

    dead = [link for link in links if "://" not in link and not (page.parent / link.split("#")[0]).exists()]

    assert not dead


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_is_one(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    text = page.read_text()

    assert set(re.findall(r"(?:^ {4}|`)make ([a-z]+)", text, re.MULTILINE)) <= targets
    assert set(re.findall(r"(?:^ {4}|`)titip ([a-z]+)", text, re.MULTILINE)) <= set(cli.NOUNS)


def test_every_room_is_on_the_map() -> None:
    page = (ROOT / "docs" / "index.md").read_text()

    assert re.findall(r"^\| \[?`([a-z]+)`(?:\]\([a-z]+\.md\))?(?:, `([a-z]+)`)? \|", page.split("The folder of an organisation")[0], re.MULTILINE) == [
        *((room, "") for room in list(reversed(rooms()))[:-2]), ("web", "cli"),
    ]


def test_the_decisions_are_numbered_in_order() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))

    assert [page.name[:4] for page in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
    assert all(re.match(rf"# {number}\. \S", page.read_text()) for number, page in enumerate(pages, 1))


def test_the_version_is_said_the_same_everywhere() -> None:
    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text()
    assert re.search(rf"^## {re.escape(__version__)}\b", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)


def test_every_setting_is_explained_and_every_explained_setting_is_one() -> None:
    sources = [*(ROOT / "titip").rglob("*.py"), *(ROOT / "scripts").glob("*.sh")]
    read = set().union(*(re.findall(r"(?:environ(?:\.get)?[\[(]\s*\"|\$\{)(TITIP_[A-Z_]+)", path.read_text()) for path in sources))
    explained = set(re.findall(r"^\| `(TITIP_[A-Z_]+)`", (ROOT / "docs" / "reference" / "settings.md").read_text(), re.MULTILINE))

    assert explained == read


def test_every_exit_code_is_explained() -> None:
    explained = re.findall(r"^\| (\d+) \|", (ROOT / "docs" / "reference" / "settings.md").read_text(), re.MULTILINE)

    assert {int(code) for code in explained} == {*Exit, 130}


def test_every_page_is_reached_from_the_index() -> None:
    index = ROOT / "docs" / "index.md"
    linked = {(index.parent / link).resolve() for link in re.findall(r"\]\(([^)#\s]+)", index.read_text()) if "://" not in link}

    pages = {page for page in (ROOT / "docs").rglob("*.md") if "decisions" not in page.parts and page != index}
    assert not pages - linked, "link these from docs/index.md"
