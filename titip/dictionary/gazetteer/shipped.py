"""The places that come with Titip, written by ``tools/gazetteer.py``."""

import csv
import hashlib
import io
import lzma
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from titip.dictionary.gazetteer.lists import Listed

FILE = Path(__file__).with_name("places.csv.xz")


@cache
def shipped_version() -> str:
    """What tells this list from another: the beginning of its SHA-256."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()[:12]


def shipped() -> Iterator[Listed]:
    """Every place, one that lies in another after it."""
    with lzma.open(FILE) as file:
        for row in csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline="")):
            lat, lon = (float(row[name]) if row[name] else None for name in ("lat", "lon"))
            yield Listed(row["code"], row["parent"], int(row["level"]), row["kind"], row["name"], row["native"], lat, lon, row["also"])
