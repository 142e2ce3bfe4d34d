"""An organisation's own list of places: a CSV with codes, read whole and checked before anything is kept."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit.text.cleaning import clean_line

MOST: Final = 500_000
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:#/-]{0,39}")
#: Other names that columns go by, among them those of registries.
_CALLED: Final = {
    "code": ("code", "pcode", "id", "geocode"), "parent": ("parent", "parent_code", "parent_pcode", "in"), "name": ("name", "name_en", "label"),
    "native": ("native", "name_native", "name_local", "local"), "kind": ("kind", "level_name", "type"), "lat": ("lat", "latitude"),
    "lon": ("lon", "lng", "long", "longitude"), "also": ("also", "other_names", "aliases"),
}  # fmt: skip


class Listed(NamedTuple):
    """A place of a list. ``level`` is how far it lies under a country; degrees are WGS 84."""

    code: str
    parent: str
    level: int
    kind: str
    name: str
    native: str = ""
    lat: float | None = None
    lon: float | None = None
    also: str = ""  # other names, comma between


@dataclass(frozen=True)
class ListProblem:
    """What is wrong in a line (the heading is line 1), in a sentence for translation with its values."""

    line: int
    message: str
    values: Mapping[str, object] = field(default_factory=dict)


def read_list(content: bytes, known: Iterable[tuple[str, int]]) -> tuple[list[Listed], list[ListProblem]]:
    """The places of a CSV (UTF-8) that can be kept, and every line that cannot, with what is wrong.

    Columns ``code,name`` and, where there are, ``parent,native,kind,lat,lon``, in any order; ``also`` for other names; further columns are left alone.
    A ``parent`` is a code
    of the list or of ``known`` (code and level).
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], [ListProblem(1, _("The file is not UTF-8 text. Save it as “CSV UTF-8” and choose it again."))]
    reader = csv.DictReader(io.StringIO(text, newline=""))
    columns = _columns(reader.fieldnames or [])
    for needed in ("code", "name"):
        if needed not in columns:
            return [], [ListProblem(1, _("There is no column “%(column)s”. The first line names the columns: code,name,parent."), {"column": needed})]
    levels = dict(known)
    rows, problems = _read(reader, columns)
    ordered, lost = _ordered(rows, levels)
    return ordered, sorted([*problems, *lost], key=lambda problem: problem.line)


def _columns(heads: Iterable[str]) -> dict[str, str]:
    given = {head.strip().casefold(): head for head in heads if head}
    return {meant: given[name] for meant, names in _CALLED.items() for name in reversed(names) if name in given}


def _read(reader: "csv.DictReader[str]", columns: Mapping[str, str]) -> tuple[dict[str, tuple[int, Listed]], list[ListProblem]]:
    rows: dict[str, tuple[int, Listed]] = {}
    problems: list[ListProblem] = []
    for line, row in enumerate(_lines(reader), start=2):
        if line - 1 > MOST:
            problems.append(ListProblem(line, _("A list holds at most %(most)s places. Split it."), {"most": f"{MOST:,}"}))
            break
        told = {meant: clean_line(row.get(head) or "") for meant, head in columns.items()}
        problem = _wrong(told, rows)
        if problem:
            problems.append(ListProblem(line, *problem))
            continue
        lat, lon = (float(told[name]) if told.get(name) else None for name in ("lat", "lon"))
        listed = Listed(
            told["code"], told.get("parent", ""), 0, told.get("kind", "")[:60], told["name"][:200], told.get("native", "")[:200], lat, lon,
            told.get("also", "")[:200],
        )
        rows[told["code"]] = (line, listed)
    return rows, problems


def _lines(reader: "csv.DictReader[str]") -> Iterator[dict[str, str]]:
    for row in reader:
        if any(isinstance(value, str) and value.strip() for value in row.values()):
            yield row


def _wrong(told: Mapping[str, str], rows: Mapping[str, object]) -> tuple[str, dict[str, object]] | None:
    code = told["code"]
    if not code or not told["name"]:
        return _("A place needs a code and a name."), {}
    if not _CODE.fullmatch(code):
        return _("The code “%(code)s” may hold letters, digits and . _ : # / - only, at most 40."), {"code": code[:40]}
    if code in rows:
        return _("The code “%(code)s” stands twice. Each place has its own."), {"code": code}
    if code == told.get("parent"):
        return _("“%(code)s” lies in itself. Write the code of the place around it."), {"code": code}
    for name, most in (("lat", 90.0), ("lon", 180.0)):
        value = told.get(name, "")
        if value and not _degrees(value, most):
            return _("“%(value)s” is no %(name)s: degrees with a point, such as 13.66."), {"value": value[:20], "name": name}
    if bool(told.get("lat")) != bool(told.get("lon")):
        return _("“%(code)s” has one of latitude and longitude only. Give both or none."), {"code": code}
    return None


def _degrees(value: str, most: float) -> bool:
    try:
        return abs(float(value)) <= most
    except ValueError:
        return False


def _ordered(rows: Mapping[str, tuple[int, Listed]], levels: dict[str, int]) -> tuple[list[Listed], list[ListProblem]]:
    """With their levels, each after the place it lies in."""
    found: dict[str, Listed] = {}
    problems: list[ListProblem] = []
    for code in rows:
        chain: list[str] = []
        at = code
        while at in rows and at not in found and at not in chain:
            chain.append(at)
            at = rows[at][1].parent
        if at in chain:
            problems.append(ListProblem(rows[code][0], _("“%(code)s” lies in a circle of places. Look at their parents."), {"code": code}))
            continue
        if at and at not in found and at not in levels:
            problems.append(ListProblem(rows[chain[-1]][0], _("There is no place “%(code)s” to lie in. Add it, or correct the parent."), {"code": at}))
            continue
        level = found[at].level if at in found else levels[at] if at else -1
        for one in reversed(chain):
            level += 1
            found[one] = rows[one][1]._replace(level=level)
    return list(found.values()), problems
