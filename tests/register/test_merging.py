"""How two edits of one record meet."""

from hypothesis import given
from hypothesis import strategies as st

from titip.dictionary.rules.answers import EMPTY, Answer
from titip.kit.missing import Missing
from titip.register.rules.merging import merge

CODES = ["age", "place", "needs"]
ANSWERS = st.sampled_from([EMPTY, Answer(1), Answer(2), Answer(missing=Missing.DECLINED), Answer(missing=Missing.UNKNOWN)])
SIDES = st.fixed_dictionaries({code: ANSWERS for code in CODES})


@given(SIDES, SIDES, st.sets(st.sampled_from(CODES)), SIDES)
def test_nothing_of_theirs_is_lost_and_nothing_of_mine(base, theirs, on_my_form, wished):
    mine = {code: wished[code] for code in on_my_form}

    merged = merge(base, theirs, mine)

    for code in CODES:
        mine_changed = code in mine and mine[code] != base[code]
        theirs_changed = theirs[code] != base[code]
        conflict = any(c.element == code for c in merged.conflicts)
        assert conflict == (mine_changed and theirs_changed and mine[code] != theirs[code])
        if not conflict:
            assert merged.answers[code] == (mine[code] if mine_changed else theirs[code])


@given(SIDES, SIDES)
def test_a_form_sent_twice_changes_nothing_the_second_time(base, mine):
    once = merge(base, base, mine)

    again = merge(base, once.answers, mine)

    assert not again.conflicts
    assert not again.changed


@given(SIDES, SIDES, SIDES)
def test_a_conflict_shows_all_three(base, theirs, mine):
    for conflict in merge(base, theirs, mine).conflicts:
        assert (conflict.base, conflict.theirs, conflict.mine) == (base[conflict.element], theirs[conflict.element], mine[conflict.element])
