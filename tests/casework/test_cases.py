"""Cases opened and moved, people in them, steps."""

from datetime import timedelta

import pytest

from tests.people import registered
from tests.world import actor_for
from titip.casework import actions, reads
from titip.casework.actions import CannotDo
from titip.casework.models import Participation, Step, Transition
from titip.casework.models.steps import WrittenOnce
from titip.casework.rules.states import State
from titip.casework.rules.words import Part
from titip.consent import reads as consent
from titip.consent.rules import CannotRecord
from titip.kit import clock
from titip.protect.models import AuditEvent
from titip.protect.rules.access import can
from titip.protect.rules.grounds import GroundsKind
from titip.protect.rules.roles import Role
from titip.register import reads as register


def events(kind):
    return list(AuditEvent.objects.filter(kind=kind).order_by("seq"))


def test_a_case_opens_in_draft_with_its_first_step_for_a_role(world, person):
    case = actions.open_case(actor=actor_for(world.alice), person=person, reason="came by herself")
    assert (case.state, case.owner_id, case.team_id) == (State.DRAFT, world.alice.pk, world.north.pk)
    step = case.steps.get()
    assert (step.kind, step.role, step.due_on) == ("screen", Role.FRONTLINE, clock.today() + timedelta(days=2))
    part = case.participants.get()
    assert (part.person_id, part.role) == (person.pk, Part.VICTIM)
    assert events("casework.add")


def test_every_move_has_actor_time_reason_and_is_in_the_chain(world, case):
    with pytest.raises(CannotDo, match="why"):
        actions.move(actor=actor_for(world.alice), case=case, to=State.SCREENING, reason="  ")
    row = actions.move(actor=actor_for(world.alice), case=case, to=State.SCREENING, reason="first talk planned")
    assert (row.before, row.after, row.actor_id, row.reason) == ("draft", "screening", world.alice.pk, "first talk planned")
    assert row.at is not None
    event = events("casework.move")[-1]
    assert (event.actor_code, event.detail) == (world.alice.code, {"before": "draft", "after": "screening"})


def test_a_move_finishes_the_old_step_and_makes_the_new_one_due(world, case):
    actions.move(actor=actor_for(world.alice), case=case, to=State.SCREENING, reason="first talk planned")
    old, new = case.steps.get(kind="screen"), case.steps.get(kind="decide_signs")
    assert old.done_by_id == world.alice.pk and old.done_at is not None
    assert new.done_at is None and new.role == Role.FRONTLINE


def test_a_move_that_the_rules_do_not_know_is_refused_and_changes_nothing(world, case):
    with pytest.raises(CannotDo):
        actions.move(actor=actor_for(world.alice), case=case, to=State.CLOSED, reason="quickly")
    case.refresh_from_db()
    assert case.state == State.DRAFT and Transition.objects.filter(case=case).count() == 1


def test_a_case_that_moved_meanwhile_is_not_moved_again_from_a_stale_page(world, case):
    actions.move(actor=actor_for(world.alice), case=case, to=State.SCREENING, reason="one")
    with pytest.raises(CannotDo, match="meanwhile"):
        actions.move(actor=actor_for(world.bob), case=case, to=State.SCREENING, reason="two", seen=State.DRAFT)


def test_a_transition_is_added_and_never_changed(world, case):
    row = case.transitions.get()
    with pytest.raises(WrittenOnce):
        row.save()
    with pytest.raises(WrittenOnce):
        row.delete()
    with pytest.raises(WrittenOnce):
        Transition.objects.all().update(reason="other")
    with pytest.raises(WrittenOnce):
        Transition.objects.all().delete()


def test_several_people_of_each_part_and_several_parts_of_one_person(world, case, person):
    others = [registered(world.alice) for _ in range(3)]
    actor = actor_for(world.alice)
    for other in others:
        actions.add_participant(actor=actor, case=case, person=other, part=Part.VICTIM)
    actions.add_participant(actor=actor, case=case, person=person, part=Part.WITNESS)
    groups = {group.role: [member.part.person_id for member in group.members] for group in reads.people_in(actor, case)}
    assert set(groups[Part.VICTIM]) == {person.pk, *(other.pk for other in others)}
    assert groups[Part.WITNESS] == [person.pk]
    with pytest.raises(CannotDo, match="already"):
        actions.add_participant(actor=actor, case=case, person=person, part=Part.WITNESS)


def test_an_alleged_perpetrator_is_a_person_held_on_necessity_about_a_third_party(world, case):
    part = actions.add_third_party(
        actor=actor_for(world.alice), case=case, part=Part.PERPETRATOR, why="named as recruiter", reviewer=world.bob.code,
        review_on=clock.today() + timedelta(days=90),
    )
    found = register.person_for(part.person_id)
    grounds = consent.grounds_for(found, clock.now())
    assert grounds.kind is GroundsKind.THIRD_PARTY and grounds.reviewer == world.bob.code


def test_a_third_party_without_a_complete_basis_is_not_registered(world, case):
    before = Participation.objects.count()
    with pytest.raises(CannotRecord):
        actions.add_third_party(
            actor=actor_for(world.alice), case=case, part=Part.PERPETRATOR, why="named as recruiter", reviewer=world.alice.code,
            review_on=clock.today() + timedelta(days=90),
        )
    assert Participation.objects.count() == before


def test_the_last_person_cannot_leave_a_case(world, case, person):
    with pytest.raises(CannotDo, match="without anybody"):
        actions.end_participation(actor=actor_for(world.alice), participation=case.participants.get())
    actions.add_participant(actor=actor_for(world.alice), case=case, person=registered(world.alice), part=Part.VICTIM)
    first = case.participants.get(person=person)
    actions.end_participation(actor=actor_for(world.alice), participation=first)
    first.refresh_from_db()
    assert first.until == clock.today()


def test_a_colleague_given_the_case_may_open_the_people_in_it_and_no_longer_when_it_ends(world, case, person):
    charlie = actor_for(world.charlie)

    def reaches():
        return (
            can(charlie, "casework.open", reads.facts(reads.case_for(case.pk)), now=clock.now()).allowed,
            can(charlie, "register.open", register.facts(register.person_for(person.pk)), now=clock.now()).allowed,
        )

    assert reaches() == (False, False)
    row = actions.assign(actor=actor_for(world.alice), case=reads.case_for(case.pk), staff_id=world.charlie.pk, reason="holiday")
    assert reaches() == (True, True)
    actions.end_assignment(actor=actor_for(world.alice), assignment=row)
    assert reaches() == (False, False)


def test_somebody_added_later_is_open_to_the_colleagues_on_the_case(world, case):
    actions.assign(actor=actor_for(world.alice), case=reads.case_for(case.pk), staff_id=world.charlie.pk)
    later = registered(world.alice)
    actions.add_participant(actor=actor_for(world.alice), case=reads.case_for(case.pk), person=later, part=Part.FAMILY)
    assert can(actor_for(world.charlie), "register.open", register.facts(register.person_for(later.pk)), now=clock.now()).allowed


def test_access_given_for_another_case_stays_when_one_ends(world, case, person):
    alice = actor_for(world.alice)
    second = actions.open_case(actor=alice, person=person, reason="another matter")
    first_row = actions.assign(actor=alice, case=reads.case_for(case.pk), staff_id=world.charlie.pk)
    actions.assign(actor=alice, case=reads.case_for(second.pk), staff_id=world.charlie.pk)
    actions.end_assignment(actor=alice, assignment=first_row)
    assert can(actor_for(world.charlie), "register.open", register.facts(register.person_for(person.pk)), now=clock.now()).allowed


def test_access_ends_with_the_last_case_that_gave_it_whichever_gave_it_first(world, case, person):
    alice = actor_for(world.alice)
    second = actions.open_case(actor=alice, person=person, reason="another matter")
    rows = [actions.assign(actor=alice, case=reads.case_for(one.pk), staff_id=world.charlie.pk) for one in (case, second)]
    for row in rows:
        actions.end_assignment(actor=alice, assignment=row)
    assert not register.people_for(actor_for(world.charlie)).filter(pk=person.pk).exists()


def test_somebody_put_into_a_case_by_mistake_closes_to_its_colleagues_again(world, case, person):
    alice, charlie = actor_for(world.alice), actor_for(world.charlie)
    row = actions.assign(actor=alice, case=reads.case_for(case.pk), staff_id=world.charlie.pk)
    other = registered(world.alice)
    part = actions.add_participant(actor=alice, case=reads.case_for(case.pk), person=other, part=Part.WITNESS)
    again = actions.add_participant(actor=alice, case=reads.case_for(case.pk), person=other, part=Part.FAMILY)
    assert register.people_for(charlie).filter(pk=other.pk).exists()

    actions.end_participation(actor=alice, participation=part)
    assert register.people_for(charlie).filter(pk=other.pk).exists(), "she still takes part as family"
    actions.end_participation(actor=alice, participation=again)
    assert not register.people_for(charlie).filter(pk=other.pk).exists()
    assert register.people_for(alice).filter(pk=other.pk).exists(), "her own worker keeps her"
    assert register.people_for(charlie).filter(pk=person.pk).exists(), "the others in the case stay open"
    actions.end_assignment(actor=alice, assignment=row)
    assert not register.people_for(charlie).exists()


def test_steps_are_planned_for_a_role_and_done_once(world, case):
    actor = actor_for(world.alice)
    with pytest.raises(CannotDo, match="passed"):
        actions.add_step(actor=actor, case=case, kind="visit", role=Role.FRONTLINE, due=clock.today() - timedelta(days=1))
    with pytest.raises(CannotDo, match="list"):
        actions.add_step(actor=actor, case=case, kind="decide_closing", role=Role.FRONTLINE, due=clock.today())
    step = actions.add_step(actor=actor, case=case, kind="visit", role=Role.FRONTLINE, due=clock.today())
    actions.finish_step(actor=actor, step=step)
    at = Step.objects.get(pk=step.pk).done_at
    actions.finish_step(actor=actor_for(world.bob), step=step)
    step.refresh_from_db()
    assert (step.done_at, step.done_by_id) == (at, world.alice.pk)


def test_what_is_due_is_due_for_my_roles_on_my_cases_overdue_first(world, case):
    alice, today = actor_for(world.alice), clock.today()
    Step.objects.create(case=case, kind="visit", role=Role.FRONTLINE, due_on=today - timedelta(days=3))
    Step.objects.create(case=case, kind="court", role=Role.SUPERVISOR, due_on=today)
    Step.objects.create(case=case, kind="contact", role=Role.FRONTLINE, due_on=today + timedelta(days=30))
    rows, total = reads.due_for(alice, today)
    assert [row.step.kind for row in rows] == ["visit", "screen"] and total == 2
    assert rows[0].due.late and rows[0].due.text == "overdue by 3 days"
    assert [row.step.kind for row in reads.due_for(actor_for(world.bob), today)[0]] == ["court"]
    assert reads.due_for(actor_for(world.charlie), today) == ([], 0)


def test_the_list_holds_what_is_within_reach_and_finds_by_code(world, case, person):
    assert list(reads.listed(actor_for(world.alice))) == [case]
    assert list(reads.listed(actor_for(world.bob))) == [case] and list(reads.listed(actor_for(world.bob), mine=True)) == []
    for staff in (world.charlie, world.joko, world.kanya):
        assert list(reads.listed(actor_for(staff))) == []
    for staff in (world.gita, world.hun, world.farid, world.ines, world.dara, world.eve):
        assert list(reads.listed(actor_for(staff))) == [], "no case content for these roles"
    assert list(reads.listed(actor_for(world.alice), text=case.code.lower())) == [case]
    assert list(reads.listed(actor_for(world.alice), text=person.code)) == [case]
    assert list(reads.listed(actor_for(world.charlie), text=person.code)) == []
