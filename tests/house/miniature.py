"""A house in miniature: the same rooms, the same files, the same contracts, nothing in them yet."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FILES = ["urls", "views", "panels", "forms", "actions", "reads", "models", "rules", "apps"]


def settings() -> dict[str, Any]:
    """What pyproject.toml says to import-linter."""
    return dict(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"])


def contract(name: str) -> dict[str, Any]:
    """One contract by its id."""
    return next(dict(found) for found in settings()["contracts"] if found["id"] == name)


def rooms() -> list[str]:
    """The rooms, from the far end of the path to its beginning."""
    return [room.strip() for layer in contract("path")["layers"] for room in layer.split("|")]


class Miniature:
    """A ``titip`` of empty modules in a folder, under the project's own contracts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copy(ROOT / "pyproject.toml", folder)
        shutil.copytree(ROOT / "contracts", folder / "contracts", ignore=shutil.ignore_patterns("__pycache__"))
        self.write("titip")
        for room in rooms():
            for name in ("", *(f".{file}" for file in FILES)):
                self.write(f"titip.{room}{name}")
        named = [*contract("doors")["named_doors"], "protect.vault"]
        for module in [*(f"titip.{name}" for name in named), *(m for m in contract("pure")["source_modules"] if "*" not in m)]:
            self.write(module)

    def write(self, module: str, line: str = "") -> None:
        """Add a line to a module (``titip.register.reads``), making it where it is missing. Every module is a package here."""
        place = self.folder.joinpath(*module.split("."))
        place.mkdir(parents=True, exist_ok=True)
        with (place / "__init__.py").open("a") as file:
            file.write(f"{line}\n")

    def broken(self) -> set[str]:
        """The ids of the contracts that import-linter reports as broken."""
        command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, env={"COLUMNS": "200", "PATH": "/usr/bin:/bin"})
        verdicts = dict(re.findall(r"^(.+) (KEPT|BROKEN)$", done.stdout, re.MULTILINE))
        names = {found["name"]: found["id"] for found in settings()["contracts"]}
        assert set(verdicts) == set(names), f"not every contract was checked:\n{done.stdout}\n{done.stderr}"
        found = {names[name] for name, verdict in verdicts.items() if verdict == "BROKEN"}
        assert bool(found) == bool(done.returncode)
        return found
