"""Plain-text canaries typed into every sealed free-text element, drafts included, on real files: found nowhere."""

import json
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
def test_what_is_typed_lies_nowhere_in_the_plain(tmp_path: Path, root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.intake.typing_canaries", str(tmp_path / "home")], cwd=root, capture_output=True, text=True, timeout=300,
    )
    assert done.returncode == 0, done.stderr[-4000:]

    found = json.loads(done.stdout.splitlines()[-1])

    assert found["canaries"] >= 8
    assert found["saved"] == found["canaries"]
    assert found["in drafts"] == [] and found["after saves"] == []
    assert found["control"] == ["control"], "the search itself works"
    assert "flewoverthehouse" not in done.stdout + done.stderr


@pytest.mark.slow
def test_sealed_parts_of_rows_and_the_contents_of_files_lie_nowhere_in_the_plain(tmp_path: Path, root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.intake.kinds_canaries", str(tmp_path / "home")], cwd=root, capture_output=True, text=True, timeout=300,
    )
    assert done.returncode == 0, done.stderr[-4000:]

    found = json.loads(done.stdout.splitlines()[-1])

    assert found["saved"] == ["canary01flewoverthehouse", "canary06flewoverthehouse"] and found["opens"]
    assert found["in drafts"] == [] and found["after saves"] == []
    assert found["open until raised"] and found["resealed"] >= 1 and found["open after"] == [], "resealing leaves nothing behind, old pages included"
