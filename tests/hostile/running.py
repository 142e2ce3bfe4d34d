"""One row in a process and a fresh house of its own, and what came of it."""

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.hostile.proofs import Outcome, Row

#: Longer than any row may take, on a machine with other work.
PATIENCE = 3600
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Attacked:
    """What a process told: the outcome, how long it took, or what went wrong with it."""

    tried: int = 0
    bad: int = 0
    note: str = ""
    seconds: float = 0
    processor: float = 0
    trouble: str = ""


@dataclass
class Ran:
    """A row of the table: the honest attack, and for each defect why it was not seen ("" where it was)."""

    name: str
    expects: str
    asked: int
    attack: Attacked
    defects: dict[str, str] = field(default_factory=dict)

    @property
    def red(self) -> bool:
        """Whether the promise is not kept, or not proven."""
        return bool(self.attack.bad or self.attack.trouble or self.attack.tried < self.asked or any(self.defects.values()))

    @property
    def seconds(self) -> float:
        """How long the honest attack took."""
        return self.attack.seconds

    def cells(self) -> list[object]:
        """As it stands in the table."""
        seen = f"{sum(not why for why in self.defects.values())} of {len(self.defects)}" if self.defects else "-"
        return [
            self.name, f"{self.asked:,}", f"{self.attack.tried:,}", f"{self.attack.bad:,}", self.expects,
            f"{self.seconds:.1f}", f"{self.attack.processor:.1f}", seen,
            "RED" if self.red else "kept",
        ]

    def as_json(self) -> dict[str, Any]:
        """Everything that is known of it."""
        return {**asdict(self), "red": self.red}


def template(folder: Path) -> Path:
    """A migrated, empty house of which every row gets a copy."""
    made = folder / "template"
    words = [sys.executable, "-c", "from titip.cli.framework import migrate, start_django; start_django(); migrate()"]
    subprocess.run(words, env={**os.environ, "TITIP_HOME": str(made), "PYTHONPATH": str(ROOT)}, check=True)
    return made


def outside(name: str, tries: int, made: Path, *, planted: str = "") -> Attacked:
    """Attack in a process of its own, over a copy of the house that was made."""
    with TemporaryDirectory(prefix="titip-proof-") as folder:
        house, temporary = shutil.copytree(made, Path(folder) / "house"), Path(folder) / "temporary"
        temporary.mkdir()
        words = [sys.executable, "-m", "tests.hostile", "--inside", name, "--tries", str(tries), *(["--plant", planted] if planted else [])]
        environment = {**os.environ, "TITIP_PROOF_HOUSE": str(house), "TITIP_HOME": str(house), "TMPDIR": str(temporary), "PYTHONPATH": str(ROOT)}
        begun = time.monotonic()
        try:
            done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False)
        except subprocess.TimeoutExpired:
            return Attacked(seconds=PATIENCE, trouble="it did not end")
    seconds = time.monotonic() - begun
    if done.returncode:
        return Attacked(seconds=seconds, trouble=f"it broke: {(done.stderr.strip().splitlines() or ['no word'])[-1][:300]}")
    return Attacked(**{"seconds": seconds, **json.loads(done.stdout.splitlines()[-1])})


def inside(row: Row, tries: int, planted: str = "") -> dict[str, Any]:
    """Attack in this process; how long it took without the start of the process, on the clock and of a processor."""
    from django.conf import settings
    from django.test.utils import setup_test_environment

    setup_test_environment()  # the test client's host is one of ours
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    begun, before = time.monotonic(), os.times()
    outcome: Outcome = row.run(tries, planted=planted)
    processor = sum(os.times()[:4]) - sum(before[:4])  # with that of its children
    return {**asdict(outcome), "seconds": time.monotonic() - begun, "processor": processor}
