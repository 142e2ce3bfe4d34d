"""Any number of people editing one record in any order: no value is lost, and nobody writes over what she has not seen."""

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from titip.dictionary.rules.answers import EMPTY, Answer
from titip.register.rules.merging import merge

ELEMENTS = ["age", "needs", "place"]
EDITS = st.dictionaries(st.sampled_from(ELEMENTS), st.integers(1, 4).map(Answer), min_size=1)
STEPS = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["open", "type", "save", "save"]), EDITS, st.booleans()), max_size=30)


@dataclass
class Record:
    """A record as the register keeps it: every version, whole."""

    versions: list[dict[str, Answer]] = field(default_factory=lambda: [dict.fromkeys(ELEMENTS, EMPTY)])

    def ever(self, element: str) -> list[Answer]:
        return [version[element] for version in self.versions]


@dataclass
class Form:
    """A form that somebody has open: the version that it was filled from, and what she typed."""

    base: int = 0
    typed: dict[str, Answer] = field(default_factory=dict)


def save(record: Record, form: Form, prefers_mine: bool) -> None:
    """As intake does: merge; with conflicts shown, she chooses, what does not stand goes into the history, and she saves on what she saw."""
    while form.typed:
        mine = {**record.versions[form.base], **form.typed}
        merged = merge(record.versions[form.base], record.versions[-1], mine)
        if not merged.conflicts:
            before = record.versions[-1]
            for element in merged.changed:
                assert before[element] == record.versions[form.base][element], "written over something she had not seen"
            record.versions.append({**before, **{element: merged.answers[element] for element in merged.changed}})
            form.typed = {}
            return
        for conflict in merged.conflicts:
            assert (conflict.theirs, conflict.mine) == (record.versions[-1][conflict.element], form.typed[conflict.element])
            if not prefers_mine:
                standing = record.versions[-1]
                record.versions += [{**standing, conflict.element: form.typed.pop(conflict.element)}, standing]
        form.base = len(record.versions) - 1


@settings(max_examples=400)
@given(STEPS)
def test_no_value_is_lost_and_none_is_written_over_unseen(steps):
    record, forms, sent = Record(), [Form() for _ in range(4)], []
    for who, what, edits, prefers_mine in steps:
        form = forms[who]
        if what == "open" and not form.typed:
            form.base = len(record.versions) - 1
        elif what == "type":
            form.typed |= edits
        elif what == "save":
            sent += form.typed.items()
            seen = record.versions[form.base]
            wanted = dict(form.typed)
            save(record, form, prefers_mine)
            for element, answer in wanted.items():
                if prefers_mine and answer != seen[element]:
                    assert record.versions[-1][element] == answer, "what she chose stands"
    for element, answer in sent:
        assert answer in record.ever(element), "every value that was sent stands or is in the history"
