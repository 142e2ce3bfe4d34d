"""Says at the end of a run how much has outgrown a screenful."""

import pytest

from tests.house import sizes


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line; ``python -m tests.house.sizes`` gives the list."""
    grown = list(sizes.long_things())
    files = sum(":" not in name for _, name, _ in grown)
    long = f"{len(grown) - files} functions over {sizes.FUNCTION[0]} lines, {files} files over {sizes.FILE[0]}"
    terminalreporter.write_line(f"{long} (python -m tests.house.sizes lists them)")
