"""Where an answer stands: an element's code, or ``group/row/member`` inside a repeated group.

A row is one repetition (one child, one paper). Its id is made where the row is made and never changes, so that two people's edits
of two rows are two edits.
"""

import re
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from titip.dictionary.rules.declared import Declared

_ROW = re.compile(r"[0-9a-f]{12}")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,79}(?:/[0-9a-f]{12}(?:/[a-z][a-z0-9_]{0,79})?)?")
_MARK = "/"


def new_row() -> str:
    """The id of a new row: 48 random bits as 12 hexadecimal digits."""
    return secrets.token_hex(6)


def is_row(text: str) -> bool:
    """Whether a text can be the id of a row."""
    return _ROW.fullmatch(text) is not None


def is_key(text: str) -> bool:
    """Whether a text can be the key of an answer or of a row; whether there is such an element, the dictionary says."""
    return _KEY.fullmatch(text) is not None


def member_key(group: str, row: str, member: str) -> str:
    """The key of a member's answer in one row."""
    return f"{group}{_MARK}{row}{_MARK}{member}"


def row_key(group: str, row: str) -> str:
    """The key of a whole row, as a conflict names it."""
    return f"{group}{_MARK}{row}"


def element_of(key: str) -> str:
    """The code of the element that is answered under a key."""
    return key.rsplit(_MARK, 1)[-1]


def split(key: str) -> tuple[str, str, str]:
    """Group, row and member of a key; group and row are empty for an element that stands in no group."""
    parts = key.split(_MARK)
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else ("", "", key)


def top_of(key: str) -> str:
    """The element on the form under which a key stands: the group of a member, else the element itself."""
    return key.partition(_MARK)[0]


class Declarations(dict[str, Declared]):
    """Elements by code, which also finds the member of a group by its key in any row."""

    def _member(self, key: object) -> Declared | None:
        if not isinstance(key, str) or _MARK not in key:
            return None
        group, row, member = split(key)
        found = super().get(member)
        return found if found is not None and found.inside == group and is_row(row) else None

    def __missing__(self, key: str) -> Declared:
        found = self._member(key)
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) or self._member(key) is not None

    def get(self, key: str, default: Any = None) -> Any:
        """The element under a key, or ``default``."""
        found = super().get(key)
        return found or self._member(key) or default


def under(codes: Iterable[str], keys: Iterable[str]) -> set[str]:
    """Those of ``keys`` that stand under one of these element codes: the code itself, and every row of a group or of a member."""
    wanted = frozenset(codes)
    return {key for key in keys if key in wanted or top_of(key) in wanted or element_of(key) in wanted}


def rows_of(group: str, keys: Iterable[str]) -> set[str]:
    """The ids of the rows that keys of a group name."""
    return {split(key)[1] for key in keys if split(key)[0] == group}


def labelled(declared: Mapping[str, Declared], key: str) -> str:
    """The label of what stands under a key, with the group's before it."""
    group, _row, _member = split(key)
    label = declared[key].label if key in declared else key
    return f"{declared[group].label}: {label}" if group and group in declared else label
