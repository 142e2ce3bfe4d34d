"""The figures we promise, measured on this machine: `make bench`.

A benchmark is a module `bench_*.py` here whose docstring says what is measured and whose ``measure()`` yields figures.
Each runs in a process of its own over an empty folder, so that its peak memory is its own.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured number. ``limit`` is what we promise (the value must not be above it), where we promise something."""

    name: str
    value: float
    unit: str
    limit: float | None = None
