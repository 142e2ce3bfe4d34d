"""Where a command writes: places known to be good before any work is done, and files that are there whole or not at all."""

import csv
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from titip.cli.output import fail
from titip.kit.finishing import whole_or_nothing

#: What people name by mistake for a file of rows as text.
OTHER_FORMATS = (".xlsx", ".xlsm", ".xls", ".ods", ".parquet", ".json", ".yaml", ".yml")


def check_places(read: Iterable[str], written: Mapping[str, str], *, rows: Iterable[str] = ()) -> None:
    """That nothing is written over what is read, where nothing may be written, or twice to one place; before a file is read.

    ``written``: by option; empty: not asked for. ``rows``: the options whose file holds rows as text (CSV), whatever its name says.
    """
    inputs = {Path(name).resolve() for name in read if name}
    asked = {option: Path(name) for option, name in written.items() if name}
    for option, out in asked.items():
        if out.resolve() in inputs:
            fail(f"{out} is what is read. Write to another file.")
        check_place(out, option)
        if option in rows and out.suffix.lower() in OTHER_FORMATS:
            fail(f"{option} writes rows as text, not {out.suffix}. End its name with .csv.")
    if len({out.resolve() for out in asked.values()}) < len(asked):
        fail(f"{', '.join(asked)} must be different files.")


def check_place(out: Path, option: str) -> None:
    """That a file can be put there."""
    folder = out.resolve().parent
    if out.is_dir():
        fail(f"{option} {out} is a folder. Name a file in it.")
    if not folder.is_dir():
        fail(f"There is no folder {out.parent} to write {out.name} in. Make it first.")
    if not os.access(folder, os.W_OK | os.X_OK):
        fail(f"You may not write in the folder {out.parent}. Name another for {out.name}, or ask for access.")


def write_rows(name: str, header: Sequence[str], rows: Iterable[Sequence[object]], *, private: bool = False) -> None:
    """A CSV file, whole or not at all. ``private``: nobody else on this computer may read it, from its first row on."""
    with whole_or_nothing(Path(name), private=private) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_text(path: Path, text: str) -> None:
    """A report, whole or not at all."""
    with whole_or_nothing(path) as unfinished:
        unfinished.write_text(text, encoding="utf-8")
