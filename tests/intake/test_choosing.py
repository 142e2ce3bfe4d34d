"""What is kept after choices between two people's answers, rows of repeated groups among them: laid over each other as the register does."""

from titip.dictionary.rules.answers import Answer
from titip.intake.rules.choosing import insisted, undisputed
from titip.register.rules.merging import merge

ONE, TWO, MINE, HIS = "a" * 12, "b" * 12, "c" * 12, "d" * 12
GROUPS = frozenset({"papers"})
Answers = dict[str, Answer]


def rows(*ids: str, **kinds: str) -> Answers:
    """A group of these rows, and the answers in them by the first letter of the row."""
    told = {f"papers/{letter * 12}/kind": Answer(kind) for letter, kind in kinds.items()}
    return {"papers": Answer(list(ids)), **told}


def kept(base: Answers, theirs: Answers, mine: Answers, *, insists: set[str] = frozenset(), lets_go: set[str] = frozenset()) -> Answers:  # type: ignore[assignment]
    """As ``save_own`` does it."""
    first = merge(base, theirs, undisputed(mine, theirs, insists | lets_go), GROUPS)
    assert not first.conflicts
    second = merge(first.answers, first.answers, insisted(mine, first.answers, insists), GROUPS)
    assert not second.conflicts
    return {key: answer for key, answer in second.answers.items() if answer.given}


def test_a_row_that_both_changed_stands_as_chosen_and_every_other_row_stands() -> None:
    base = rows(ONE, TWO, a="passport", b="visa")
    theirs = rows(ONE, TWO, HIS, a="permit", b="visa", d="his")
    mine = rows(ONE, TWO, MINE, a="licence", b="visa", c="hers")
    assert merge(base, theirs, mine, GROUPS).conflicts, "this test needs a conflict"
    place = f"papers/{ONE}"

    assert kept(base, theirs, mine, insists={place}) == rows(ONE, TWO, HIS, MINE, a="licence", b="visa", c="hers", d="his")
    assert kept(base, theirs, mine, lets_go={place}) == rows(ONE, TWO, HIS, MINE, a="permit", b="visa", c="hers", d="his")


def test_a_row_that_one_removed_and_the_other_changed_goes_or_stays_as_chosen() -> None:
    base, changed, removed = rows(ONE, TWO, a="passport", b="visa"), rows(ONE, TWO, a="permit", b="visa"), rows(TWO, b="visa")
    place = f"papers/{ONE}"
    for theirs, mine in ((changed, removed), (removed, changed)):
        assert merge(base, theirs, mine, GROUPS).conflicts, "this test needs a conflict"
        there = kept(base, theirs, mine, insists={place})
        assert (set(there["papers"].value), there.keys()) == (set(mine["papers"].value), mine.keys())
        there = kept(base, theirs, mine, lets_go={place})
        assert (set(there["papers"].value), there.keys()) == (set(theirs["papers"].value), theirs.keys())
