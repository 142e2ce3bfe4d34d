"""The reference pages of the manual say what the code says."""

import pytest

from scripts import reference


@pytest.mark.parametrize("name", reference.PAGES)
def test_a_page_is_as_the_code_writes_it(name: str) -> None:
    assert (reference.FOLDER / name).read_text(encoding="utf-8") == reference.PAGES[name](), "run: make reference"


def test_every_noun_shown_in_the_help_has_its_part() -> None:
    page = reference.commands()

    assert all(f"\n## titip {noun}\n" in page for noun in reference.cli.NOUNS if noun not in reference.cli.HIDDEN)
