"""A draft of the dictionary: what it changes, laid over the version in force. Nothing in it is ever removed that was published.

``Changes`` is ``{kind: {code: {"was": plain or None, "is": plain or None}}}``: the entry as it stood in force when it was changed,
and as it shall be. ``is`` None retires a form, or takes away what the draft itself had added.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from titip.dictionary.rules.codebook import Codebook, from_plain, to_plain

Changes = dict[str, dict[str, dict[str, Any]]]
#: What can be taken away as a whole; anything else that was published is retired in its place.
MAY_GO: Final = ("forms", "questions", "card_languages")
#: The kinds of entries, in the order in which they are stored and shown.
KINDS: Final = ("record_types", "questions", "purposes", "code_lists", "elements", "forms", "card_languages")


def entry_of(kind: str, plain: Mapping[str, Any]) -> Any:
    """One entry of that kind from its plain form."""
    return getattr(from_plain({kind: [plain]}), kind)[0]


def find(book: Codebook, kind: str, code: str) -> Any:
    """The entry of that kind and code, or None."""
    return next((entry for entry in getattr(book, kind) if entry.code == code), None)


def plain_of(book: Codebook, kind: str, code: str) -> Any:
    """The same in plain form, or None."""
    found = find(book, kind, code)
    return None if found is None else to_plain(found)


def applied(book: Codebook, changes: Changes) -> Codebook:
    """The dictionary as it will be when the draft is published: changed entries in their places, new ones after them."""
    made: dict[str, Any] = {}
    for kind in KINDS:
        wanted = changes.get(kind, {})
        if not wanted:
            continue
        here = {entry.code: entry for entry in getattr(book, kind)}
        for code, change in wanted.items():
            if change["is"] is not None:
                here[code] = entry_of(kind, change["is"])
            else:
                here.pop(code, None)
        made[kind] = tuple(here.values())
    return replace(book, **made)


def changed(changes: Changes, book: Codebook, kind: str, code: str, after: Any) -> Changes:
    """The draft with one entry more. What is again as it is in force leaves the draft. ``after``: an entry, or None."""
    was = plain_of(book, kind, code)
    wanted = None if after is None else to_plain(after)
    inner = {c: change for c, change in changes.get(kind, {}).items() if c != code}
    if _bare(kind, wanted) != _bare(kind, was):
        inner[code] = {"was": was, "is": wanted}
    return {**{k: v for k, v in changes.items() if k != kind}, **({kind: inner} if inner else {})}


def _bare(kind: str, plain: Any) -> Any:
    """Without its number, which publishing gives."""
    return {name: value for name, value in plain.items() if name != "version"} if plain and kind == "elements" else plain


def conflicts(book: Codebook, changes: Changes) -> list[tuple[str, str]]:
    """What has been changed in force since the draft changed it: (kind, code). Saving such an entry again in the draft settles it."""
    return [(kind, code) for kind, code, change in each(changes) if plain_of(book, kind, code) != change["was"]]


def each(changes: Changes) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every change: kind, code, was and is."""
    for kind in KINDS:
        for code, change in changes.get(kind, {}).items():
            yield kind, code, change


def parts(book: Codebook, changes: Changes) -> Codebook:
    """Only what the draft adds or changes, to be stored. Retired forms are told by ``gone``."""
    made = {kind: tuple(entry_of(kind, c["is"]) for c in changes.get(kind, {}).values() if c["is"] is not None) for kind in KINDS}
    return Codebook(**made)


def gone(changes: Changes, kind: str) -> list[str]:
    """Codes of the forms, or questions, that are retired."""
    return [code for code, change in changes.get(kind, {}).items() if change["is"] is None]


def codes_of(pairs: Iterable[tuple[str, str]]) -> str:
    """Codes for a sentence."""
    return ", ".join(code for _kind, code in pairs)
