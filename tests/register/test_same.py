"""Codes that are one person: whatever is said and taken back, nothing is lost, everybody counts once, and there is one kept code."""

from itertools import combinations
from uuid import UUID

from django.core import serializers
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.world import STORES, actor_for, make_world
from titip.dictionary.actions import load_starter
from titip.dictionary.rules.answers import EMPTY, Answer
from titip.kit.missing import Missing
from titip.register import actions, reads
from titip.register.models import Assignment, Person, Record, RecordVersion, SamePerson, SealedAnswer
from titip.register.rules.same import Decided, groups, one_each

IDS = [UUID(int=number) for number in range(1, 7)]
TWO = st.sampled_from(list(combinations(IDS, 2)))
ANSWER = st.sampled_from([Answer(1), Answer(2), Answer(missing=Missing.DECLINED), Answer(missing=Missing.ASK_LATER)])
RECORD = st.dictionaries(st.sampled_from("abc"), ANSWER)


@given(st.lists(st.tuples(TWO, st.booleans())), st.sets(st.sampled_from(IDS)))
def test_groups_are_apart_and_whole_and_have_one_kept_code(said, erased):
    decided = [Decided(one, other, one if first else other) for (one, other), first in said]
    found = groups(decided, erased)

    members = [one for group in found for one in group.members]
    assert len(members) == len(set(members)) and not set(members) & erased
    assert all(len(group.members) > 1 and group.kept == group.members[0] for group in found)
    of = {one: group for group in found for one in group.members}
    for row in decided:
        if row.one not in erased and row.other not in erased:
            assert of[row.one] is of[row.other]
    if decided and decided[-1].kept in of:
        assert of[decided[-1].kept].kept == decided[-1].kept, "the newest word counts"


@given(st.lists(RECORD, min_size=1, max_size=3))
def test_the_kept_answer_stands_and_only_gaps_are_filled(records):
    once = one_each(records)

    assert set(once) == {code for record in records for code in record}
    for code, answer in once.items():
        first = records[0].get(code, EMPTY)
        assert answer == first or first.missing in (Missing.EMPTY, Missing.ASK_LATER)
        assert answer.missing is not Missing.ASK_LATER or all(r.get(code, answer) == answer for r in records)


class NothingIsLost(TestCase):
    """Random people and answers; merges and unmerges in any order."""

    databases = frozenset(STORES)

    @classmethod
    def setUpTestData(cls):
        """Alice, and a dictionary."""
        cls.world = make_world()
        load_starter(actor_code="tests")

    @settings(max_examples=10, deadline=None, phases=[Phase.generate])
    @given(
        st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans()), min_size=1, max_size=6),
        st.lists(st.sampled_from(["15-17", "18-20"]), min_size=4, max_size=4),
    )
    def test_every_value_stays_and_taking_back_restores_the_state(self, steps, bands):
        actor = actor_for(self.world.alice)
        people = [actions.register_person(actor=actor, age_status="adult") for _ in range(4)]
        for person, band in zip(people, bands, strict=True):
            actions.save_record(actor=actor, record_type="registration", answers={"age_band": Answer(band)}, base_number=0, grounds=None, person=person)
        before, history = _everything(), []
        for one, other, first in steps:
            mine, hers = people[one].pk, people[other].pk
            stood = reads.groups()
            try:
                row = actions.merge(actor=actor, one=mine, other=hers, kept=mine if first else hers)
            except actions.CannotMerge:
                assert one == other or any({mine, hers} <= set(group.members) for group in stood), "refused only where they are one already"
                continue
            history.append((row, stood))
            assert _everything() == before, "nothing is moved or rewritten"
            merged = sum(len(group.members) - 1 for group in reads.groups())
            assert merged == len(history) and reads.tally("registration").records == 4 - merged
            assert reads.once(actor, reads.people_for(actor)).count() == 4 - merged
        for row, stood in reversed(history):
            actions.unmerge(actor=actor, row_id=row.pk, reason="not_sure")
            assert reads.groups() == stood
        assert _everything() == before and reads.tally("registration").records == 4
        assert not SamePerson.objects.filter(ended_at=None).exists()


def _everything() -> str:
    rows = [row for model in (Person, Assignment, Record, RecordVersion, SealedAnswer) for row in model.objects.order_by("pk")]
    return serializers.serialize("json", rows)
