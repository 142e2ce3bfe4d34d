"""Places: finding one of 165,049 by what somebody types, letter by letter and misspelt; building the index."""

import gzip
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import Figure
from titip.dictionary.gazetteer import Index, build, read_list, shipped, shipped_version
from titip.dictionary.gazetteer.shipped import FILE

LIST = Path(__file__).resolve().parents[2] / "shared" / "standards" / "geo" / "asean-places.csv.gz"
ASKED = 600


def measure() -> Iterator[Figure]:
    """With the list of 165,049 places where it stands beside this checkout, and with what Titip ships."""
    yield Figure("shipped gazetteer, packed", FILE.stat().st_size / 1e6, "MB")
    with tempfile.TemporaryDirectory() as folder:
        yield from _measured("shipped", Path(folder) / "shipped.sqlite3", list(shipped()))
        if LIST.exists():
            begun = time.process_time()
            rows, problems = read_list(gzip.decompress(LIST.read_bytes()), [])
            yield Figure(f"list of {len(rows) + len(problems):,} places read and checked, processor", time.process_time() - begun, "s")
            yield from _measured("list", Path(folder) / "list.sqlite3", rows)


def _measured(name: str, path: Path, rows: list) -> Iterator[Figure]:
    begun = time.process_time()
    count = build(path, rows, shipped_version())
    yield Figure(f"{name}: index of {count:,} built, processor", time.process_time() - begun, "s")
    yield Figure(f"{name}: index", path.stat().st_size / 1e6, "MB")
    index, chance = Index(path), random.Random(2026)
    chosen = chance.sample([row for row in rows if row.level > 1], ASKED)
    typed = {
        "as it is written": [row.name for row in chosen],
        "first four letters": [row.name[:4] for row in chosen],
        "in its own letters": [row.native for row in chosen if row.native and row.native != row.name],
        "one slip of the pen": [_slip(row.name, chance) for row in chosen],
    }
    for how, texts in typed.items():
        seconds, hits = [], 0
        wanted = [row for row in chosen if how != "in its own letters" or row.native and row.native != row.name]
        for text, row in zip(texts, wanted, strict=True):
            begun = time.process_time()
            found = index.find(text, near=row.code[:2])
            seconds.append(time.process_time() - begun)
            hits += any(place.code == row.code or place.name == row.name for place in found)
        seconds.sort()
        if seconds:
            yield Figure(f"{name}: {how}, median, processor", 1000 * seconds[len(seconds) // 2], "ms")
            yield Figure(f"{name}: {how}, p95, processor", 1000 * seconds[int(len(seconds) * 0.95)], "ms", limit=100 if how != "one slip of the pen" else None)
            yield Figure(f"{name}: {how}, a place of that name among ten", 100 * hits / len(seconds), "%")


def _slip(name: str, chance: random.Random) -> str:
    """One vowel changed, a letter doubled or left out: what a clerk does with a name she hears."""
    at = chance.randrange(1, max(2, len(name)))
    kind = chance.choice("vdo")
    if kind == "v":
        places = [i for i, letter in enumerate(name) if letter in "aeiou"]
        at = chance.choice(places) if places else at
        return name[:at] + chance.choice("aeiou") + name[at + 1 :]
    return name[:at] + (name[at - 1] if kind == "d" else "") + name[at + (kind == "o") :]
