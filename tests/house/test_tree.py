"""What lies in the repository: locked with hashes, tied to no machine, nothing grown too long."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import sizes
from tests.house.miniature import ROOT

LOCKS = ["build", "base", "dev", "synthetic"]
# In pieces, so that this file does not hold what it looks for.
REGISTRIES = ["py" + "pi.org", "python" + "hosted.org", "registry.npm" + "js.org", "deb.deb" + "ian.org"]
MACHINE = [r"(?<![\w.])/wo" + "rk/", r"(?<![\w.])/ro" + r"ot/", r"\.\./\.lib" + "rary"]


def tracked() -> list[Path]:
    """The files that git keeps."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def texts() -> Iterator[tuple[str, str]]:
    """(name, text) of the tracked files that are text."""
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content[:8000]:
            yield path.relative_to(ROOT).as_posix(), content.decode("utf-8", "replace")


def test_no_lock_file_with_addresses_is_kept() -> None:
    kept = {path.name for path in tracked()}

    assert not kept & {"uv.lock", "package-lock.json", "poetry.lock", "pdm.lock", "pylock.toml"}


def test_no_file_names_a_registry_or_a_machine() -> None:
    looked_for = re.compile("|".join([*map(re.escape, REGISTRIES), *MACHINE]))

    named = [f"{name}: {found.group()}" for name, text in texts() if (found := looked_for.search(text))]

    assert not named, named


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_with_hashes_and_without_an_address(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text().replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]

    assert lines
    for line in lines:
        assert re.match(r"[a-z0-9][a-z0-9._-]*==\S+( ; [^\\]*?)?( +--hash=sha256:[0-9a-f]{64})+$", line), line[:120]
        assert "://" not in line


def test_the_locks_agree_with_one_another() -> None:
    versions: dict[str, set[str]] = {}
    for lock in LOCKS:
        for name, version in re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / "requirements" / f"{lock}.txt").read_text(), re.MULTILINE):
            versions.setdefault(name, set()).add(version)

    # A package may stand twice in one lock, for different Pythons; across locks it must be the same set.
    assert {name: found for name, found in versions.items() if len(found) > 1 and not _forked(name)} == {}


def _forked(name: str) -> bool:
    return len(re.findall(rf"^{re.escape(name)}==", (ROOT / "requirements" / "dev.txt").read_text(), re.MULTILINE)) > 1


def test_every_dependency_of_the_project_is_locked() -> None:
    declared = re.findall(r'^    "([a-z0-9-]+)', (ROOT / "pyproject.toml").read_text().split("[project.optional-dependencies]")[0], re.MULTILINE)
    locked = re.findall(r"^([a-z0-9._-]+)==", (ROOT / "requirements" / "base.txt").read_text(), re.MULTILINE)

    assert declared
    assert set(declared) <= set(locked)


def test_nothing_has_grown_far_too_long() -> None:
    grown = [f"{name}: {lines} lines" for lines, name, too_long in sizes.long_things() if too_long and name not in sizes.EXPLAINED]

    assert not grown, grown


def test_a_long_function_and_a_long_file_are_found(tmp_path: Path) -> None:
    (tmp_path / "titip").mkdir()
    (tmp_path / "titip" / "grown.py").write_text("def long():\n" + "    x = 1\n" * 90 + "y = 2\n" * 500)

    assert [(name, too_long) for _, name, too_long in sizes.long_things(tmp_path)] == [("titip/grown.py", True), ("titip/grown.py:long", True)]
