"""The data inventory, generated from the dictionary in force and from counts of what is held (S7)."""

from dataclasses import dataclass

from titip.dictionary import reads as dictionary
from titip.govern.rules.counts import Shown, shown
from titip.govern.rules.inventory import Line, lines
from titip.kit import clock
from titip.protect.rules.access import Actor, Facts, can
from titip.register import reads as register


@dataclass(frozen=True)
class Inventory:
    """One kind of record: its name, how many records there are as this colleague may know it, and a line for each element."""

    code: str
    name: str
    records: Shown
    lines: tuple[Line, ...]
    exact: bool
    dictionary_version: int


def kinds() -> list[tuple[str, str]]:
    """The kinds of record by code and name; none before there is a dictionary."""
    return [(entry.code, entry.name) for entry in dictionary.record_types()]


def inventory(actor: Actor, record_type: str) -> Inventory | None:
    """The inventory of one kind of record, or None where there is no such kind. A fixed number of queries; nothing is opened.

    Counts are exact to whoever may list every person of the organisation, and otherwise in bands where they are small.
    """
    names = dict(kinds())
    version = dictionary.current()
    if record_type not in names or version is None:
        return None
    exact = can(actor, "register.list", Facts(), now=clock.now()).allowed
    held = register.tally(record_type)
    book = dictionary.frozen_book(version)
    found = lines(
        dictionary.declared(record_type).values(), records=held.records, plain=held.plain, sealed=held.sealed, record_type=record_type, exact=exact,
        questions={q.code: q.text for q in dictionary.questions()}, purposes={p.code: p.name for p in dictionary.purposes()},
        unconfirmed=frozenset(e.code for e in book.elements if not e.risk_confirmed),
    )
    return Inventory(record_type, names[record_type], shown({"n": held.records}, exact=exact)["n"], tuple(found), exact, version.number)
