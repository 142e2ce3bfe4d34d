"""An index of places in a file of its own: made again from its lists at any time, found in within milliseconds."""

import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final

from rapidfuzz.fuzz import ratio

from titip.dictionary.gazetteer.lists import Listed
from titip.dictionary.gazetteer.spelling import older, skeleton, words
from titip.dictionary.rules.places import Place

_TABLES: Final = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE place (
    code TEXT PRIMARY KEY, parent TEXT, level INTEGER, kind TEXT, name TEXT, native TEXT, lat REAL, lon REAL, called TEXT, known TEXT, sounds TEXT
) WITHOUT ROWID;
CREATE TABLE word (key TEXT, code TEXT, PRIMARY KEY (key, code)) WITHOUT ROWID;
"""
#: Every word that was typed must begin one of the place's, or of the places it lies in.
_WRITTEN: Final = """
SELECT code FROM (
    SELECT DISTINCT word.code FROM json_each(?1) AS typed CROSS JOIN word ON word.key >= typed.value AND word.key < typed.value || ?2 LIMIT ?3
) JOIN place USING (code)
WHERE NOT EXISTS (SELECT 1 FROM json_each(?1) AS typed WHERE NOT instr(known, ' ' || typed.value))
ORDER BY (SELECT count(*) FROM json_each(?1) AS typed WHERE instr(called, ' ' || typed.value || ' ')) DESC, code NOT LIKE ?4, level, length(name), code
LIMIT ?5
"""
_SOUNDING: Final = """
SELECT code, level, called FROM (
    SELECT DISTINCT word.code FROM json_each(?1) AS typed CROSS JOIN word ON word.key >= '=' || typed.value AND word.key < '=' || typed.value || ?2 LIMIT ?3
) JOIN place USING (code)
WHERE NOT EXISTS (SELECT 1 FROM json_each(?1) AS typed WHERE NOT instr(sounds, ' ' || typed.value))
"""
_COUNTS: Final = """
SELECT CASE instr(code, '-') WHEN 0 THEN code ELSE substr(code, 1, instr(code, '-') - 1) END AS first, level, count(*) FROM place
GROUP BY first, level ORDER BY first, level
"""
_ONE: Final = "SELECT code, parent, level, kind, name, native, lat, lon FROM place WHERE code = ?"
_BATCH: Final = 5000
#: Keys by sound begin with this sign, which no folded word has.
_SOUND: Final = "="
#: So many that share a beginning are looked at; of more, the rest of what was typed tells.
_MOST: Final = 6000
#: Where so many are written as was typed, none is looked for by sound.
_ENOUGH: Final = 4
#: Of what sounds alike, only what is written so much alike (of 100) is shown.
_ALIKE: Final = 60
_LAST: Final = "\U0010ffff"


def build(path: Path, places: Iterable[Listed], version: str, progress: Callable[[int], None] = lambda done: None) -> int:
    """Write the index and put it in the place of the one before; how many places it holds. A later place of the same code stands for the earlier.

    Places come after those they lie in; ``progress`` is told the number written.
    """
    new = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.new")
    new.unlink(missing_ok=True)
    base = sqlite3.connect(new, isolation_level=None)
    try:
        base.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;" + _TABLES)
        count = _fill(base, iter(places), progress)
        base.executemany("INSERT INTO about VALUES (?, ?)", [("version", version), ("places", str(count))])
        base.execute("COMMIT")
        base.close()
        new.replace(path)
    finally:
        base.close()
        new.unlink(missing_ok=True)
    return count


def _fill(base: sqlite3.Connection, places: Iterator[Listed], progress: Callable[[int], None]) -> int:
    known: dict[str, tuple[str, str]] = {}  # the folded words of a place and of all it lies in, and their sounds
    done = 0
    while batch := list(islice(places, _BATCH)):
        keys: list[tuple[str, str]] = []
        rows = []
        for place in batch:
            called, joined = _called(place)
            sounds = [sound for word in (*called, *joined) if (sound := _sound(word))]
            around = known.get(place.parent, ("", ""))
            known[place.code] = (f" {' '.join(called)}{around[0]}", f" {' '.join(sounds)}{around[1]}")
            rows.append((*place[:8], f" {' '.join(called)} ", *known[place.code]))
            keys += [(key, place.code) for key in {*called, *joined, *(_SOUND + sound for sound in sounds)}]
        base.executemany("INSERT OR REPLACE INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        base.executemany("INSERT OR IGNORE INTO word VALUES (?, ?)", keys)
        done += len(batch)
        progress(done)
    return int(base.execute("SELECT count(*) FROM place").fetchone()[0])


def _called(place: Listed) -> tuple[list[str], list[str]]:
    """The words of all its names, and each name of several words as one."""
    named = [words(name) for name in (place.name, place.native, *place.also.split(","))]
    return list(dict.fromkeys(word for name in named for word in name)), ["".join(name) for name in named if len(name) > 1]


def _sound(word: str) -> str:
    """The skeleton of a Latin word; empty where it is too short to tell anything, and in other scripts."""
    sound = skeleton(word) if word.isascii() else ""
    return sound if len(sound) > 1 else ""


class Index:
    """The index, for reading, by any number of threads. Raises FileNotFoundError where it was not built yet."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise FileNotFoundError(path)
        self._path = path
        with self._opened() as base:
            about = dict(base.execute("SELECT name, value FROM about"))
        self.version = str(about["version"])
        self._places = int(about["places"])

    def __len__(self) -> int:
        return self._places

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
            yield base

    def counts(self) -> list[tuple[str, int, int]]:
        """Country (or first part of the code), level, how many: in that order."""
        with self._opened() as base:
            return [tuple(row) for row in base.execute(_COUNTS)]

    def codes(self) -> list[tuple[str, int]]:
        """Every code with its level."""
        with self._opened() as base:
            return list(base.execute("SELECT code, level FROM place"))

    def place(self, code: str) -> Place | None:
        """The place with this code, with those it lies in; None where there is none."""
        with self._opened() as base:
            return _place(base, code)

    def find(self, text: str, *, near: str = "", limit: int = 10) -> list[Place]:
        """Places called like this, the likeliest first: by the beginning of each word, in any script; where few are, by sound too.

        Words may name the places around it as well ("poipet banteay"). Fewer than two letters find nothing.
        ``near``: how the codes begin that come first among equals, such as a country.
        """
        asked = words(text)
        if len("".join(asked)) < 2:
            return []
        now = [older(word) for word in asked]
        tries: list[tuple[_Finder, list[str]]] = [(_written, asked), (_written, now), (_sounding, asked), (_sounding, ["".join(asked)])]
        found: list[str] = []
        with self._opened() as base:
            for number, (finder, typed) in enumerate(tries):
                if len(found) < (min(_ENOUGH, limit) if finder is _sounding else limit) and (finder, typed) not in tries[:number]:
                    found += [code for code in finder(base, typed, near, limit) if code not in found]
            return [place for code in found[:limit] if (place := _place(base, code))]


_Finder = Callable[[sqlite3.Connection, list[str], str, int], list[str]]


def _written(base: sqlite3.Connection, asked: list[str], near: str, limit: int) -> list[str]:
    given = json.dumps(sorted(asked, key=len, reverse=True))
    return [code for (code,) in base.execute(_WRITTEN, [given, _LAST, _MOST, f"{near}%", limit])]


def _sounding(base: sqlite3.Connection, typed: list[str], near: str, limit: int) -> list[str]:
    keys = sorted({sound for word in typed if (sound := _sound(word))}, key=len, reverse=True)
    ranked = []
    for code, level, called in base.execute(_SOUNDING, [json.dumps(keys), _LAST, _MOST // 2]) if keys else ():
        like = _alike(typed, called.split())
        if like >= _ALIKE:
            ranked.append((-round(like / 5), not code.startswith(near), level, len(called), code))
    return [code for *_rank, code in sorted(ranked)[:limit]]


def _place(base: sqlite3.Connection, code: str) -> Place | None:
    above: list[tuple[str, str]] = []
    row = base.execute(_ONE, [code]).fetchone()
    if row is None:
        return None
    up = row[1]
    while up and len(above) < 8 and (lies := base.execute(_ONE, [up]).fetchone()):
        above.append((lies[0], lies[4]))
        up = lies[1]
    return replace(Place(*row), above=tuple(above))


def _alike(typed: list[str], name: list[str]) -> float:
    """How alike what was typed and a name are written, of 100; the name may be one of the words typed, the others its surroundings."""
    joined = "".join(word for word in name if word.isascii())
    begun = max(ratio("".join(typed[: end + 1]), joined) for end in range(len(typed)))
    return begun if begun >= _ALIKE else max((ratio(word, other) for word in typed for other in name), default=0) - 10
