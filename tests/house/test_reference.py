"""The reference pages of the manual say what the code says."""

import subprocess
import sys

from scripts import reference
from tests.house.miniature import ROOT


def test_every_page_is_as_the_code_writes_it() -> None:
    """In a process of its own: other tests declare actions and nouns that are no part of the product."""
    done = subprocess.run([sys.executable, "-m", "scripts.reference", "--check"], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, f"{done.stdout}{done.stderr}run: make reference"


def test_every_noun_shown_in_the_help_has_its_part() -> None:
    page = reference.commands()

    assert all(f"\n## titip {noun}\n" in page for noun in reference.cli.NOUNS if noun not in reference.cli.HIDDEN)
