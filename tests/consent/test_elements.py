"""What is never shown by default: closed to everybody but those who care for her, and opened by her alone, one answer at a time."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.people import agrees, registered
from tests.world import STORES, World, actor_for, make_world
from titip.consent import actions, reads
from titip.consent.actions.elements import ADVICE, MONTHS
from titip.consent.models import ElementAgreement
from titip.dictionary import actions as dictionary
from titip.dictionary.actions import edit_element
from titip.dictionary.rules.answers import Answer
from titip.kit import clock
from titip.protect.models import AuditEvent
from titip.protect.rules.roles import Role
from titip.register import actions as register
from titip.register import reads as records
from titip.register.reads.releasing import NotForRelease
from titip.share import actions as share
from titip.share import reads as releases

pytestmark = pytest.mark.django_db(databases=STORES)


@pytest.fixture
def world() -> World:
    cache.clear()
    made = make_world()
    dictionary.load_starter(actor_code="tests")
    edit_element(code="work_sector", base=1, changes={"never_by_default": True}, actor_code="tests")  # of class medium: a steward's ceiling
    return made


def opened(world: World, person, recipient: str = "keepers", purpose: str = "care", months: int = 3):
    return actions.agree(
        actor=actor_for(world.alice), person=person, elements=["work_sector"], recipient=recipient, purpose=purpose, months=months, said=ADVICE,
    )[0]


def somebody_working(world: World, *purposes: str):
    person = registered(world.alice)
    agrees(world.alice, person, "care", *purposes)
    register.save_record(
        actor=actor_for(world.alice), record_type="registration", answers={"work_sector": Answer("fishing")}, base_number=0,
        grounds=reads.grounds_for(person), person=person,
    )
    return person


def test_an_answer_opens_to_whom_she_said_for_what_she_said_until_she_says_no(world: World) -> None:
    person = somebody_working(world)
    record = records.registration_of(person)

    def seen(role: Role) -> bool:
        return "work_sector" in records.open_record(actor_for(world.by_role[role]), record).answers

    assert seen(Role.FRONTLINE) and seen(Role.SUPERVISOR) and seen(Role.CUSTODIAN), "those who care for her see it"
    assert not seen(Role.STEWARD)
    for recipient in ("provider", "table"):
        opened(world, person, recipient)
        assert not seen(Role.STEWARD), "what she opened to others is not open to the steward"
    agreement = opened(world, person)
    assert seen(Role.STEWARD)
    register.set_age_status(actor=actor_for(world.alice), person=person, age_status="doubt")
    assert not seen(Role.STEWARD), "under 18, or perhaps: her yes stops counting at once"
    register.set_age_status(actor=actor_for(world.alice), person=person, age_status="adult")
    assert not seen(Role.STEWARD), "what ended does not come back with her age"
    agrees(world.alice, person, "care")
    agreement = opened(world, person)
    assert seen(Role.STEWARD)
    ElementAgreement.objects.filter(pk=agreement.pk).update(valid_until=clock.now() - timedelta(seconds=1))
    assert not seen(Role.STEWARD), "it ends by itself"
    again = opened(world, person)
    assert seen(Role.STEWARD) and ElementAgreement.objects.filter(ended_at=None, recipient="keepers").count() == 1
    actions.end_agreement(actor=actor_for(world.bob), agreement=again)
    assert not seen(Role.STEWARD) and ElementAgreement.objects.get(pk=again.pk).ended_by == world.bob.code
    opened(world, person)
    actions.withdraw(actor=actor_for(world.alice), person=person, purposes=["care"])
    assert not ElementAgreement.objects.filter(ended_at=None).exists(), "with the purpose goes what stood on it"
    assert AuditEvent.objects.filter(kind="consent.elements", detail__ended=True).count() == 1


def test_what_makes_such_a_yes_count(world: World) -> None:
    person, child = registered(world.alice), registered(world.alice, age_status="child")
    ask = {"actor": actor_for(world.alice), "elements": ["hiv_care"], "recipient": "provider", "purpose": "care", "months": 3, "said": ADVICE}
    with pytest.raises(actions.CannotRecord, match="this purpose itself"):
        actions.agree(person=person, **ask)
    agrees(world.alice, person, "care")
    for change, field in (
        ({"said": ADVICE[1:]}, "advised"), ({"said": ADVICE[:1]}, "free"), ({"recipient": "border"}, "recipient"), ({"months": 24}, "months"),
        ({"elements": []}, "elements"), ({"elements": ["age_band"]}, "elements"), ({"elements": ["given_name"]}, "elements"),
    ):
        with pytest.raises(actions.CannotRecord) as refused:
            actions.agree(person=person, **{**ask, **change})
        assert refused.value.field == field
    with pytest.raises(actions.CannotRecord, match="under 18"):
        actions.agree(person=child, **ask)
    assert not ElementAgreement.objects.exists() and max(MONTHS) == 12
    assert actions.agree(person=person, **ask)[0].valid_until < clock.now() + timedelta(days=93)


def test_the_page_asks_one_by_one_and_lists_what_she_opened(world: World) -> None:
    person = registered(world.alice)
    hers, page = world.client_for(world.alice), reverse("consent:elements", args=[person.pk])
    assert "First she agrees to what it is for" in hers.get(page).content.decode()
    agrees(world.alice, person, "care")
    assert page in hers.get(reverse("consent:overview", args=[person.pk])).content.decode()
    empty = hers.get(page).content.decode()
    assert "Wants HIV advice or care" in empty and "checked" not in empty, "nothing is preselected"
    asked = {"recipient": "provider", "purpose": "care", "elements": ["hiv_care"], "months": "3", "free": "on", "private": "on"}
    assert "A yes counts only" in hers.post(page, asked).content.decode() and not ElementAgreement.objects.exists()
    hers.post(page, {**asked, "advised": "on"})
    row = ElementAgreement.objects.get()
    shown = hers.get(page).content.decode()
    assert "advised by Alice Test" in shown and "She takes it back" in shown
    end = reverse("consent:end_agreement", args=[row.pk])
    assert world.client_for(world.charlie).post(end).status_code == 404 == world.client_for(world.charlie).post(
        reverse("consent:end_agreement", args=[uuid4()])
    ).status_code
    hers.post(end)
    assert "Ended" in hers.get(page).content.decode() and ElementAgreement.objects.get().ended_at is not None


def test_a_table_holds_only_the_answers_of_those_who_agreed_and_closes_when_one_takes_it_back(world: World) -> None:
    people = [somebody_working(world) for _n in range(5)]
    eve = actor_for(world.eve)
    ask = share.Wish(title="Work", purpose="care", audience="team", k=2, elements=("work_sector",), period="2026", place="Cambodia")
    assert "work_sector" not in {e.code for e in releases.releasable("care")}
    with pytest.raises(NotForRelease, match="that very answer. 0 people did"):
        share.draft_release(actor=eve, wish=ask)
    yes = opened(world, people[0], "table")
    with pytest.raises(NotForRelease, match="1 people did; it needs 2"):
        share.draft_release(actor=eve, wish=ask)
    opened(world, people[1], "table")
    opened(world, people[2], "provider")
    assert "work_sector" in {e.code for e in releases.releasable("care")}
    release = share.send_release(actor=eve, release=share.draft_release(actor=eve, wish=ask))
    table = releases.open_release(eve, release)
    values = [str(cell) for column in table.table.columns for cell in column.cells()]
    assert table.n == 5 and sum("fishing" in value for value in values) == 2, "two agreed; the three others read as not answered"
    assert "agreed to that very answer" in " ".join(table.about.limits)
    actions.end_agreement(actor=actor_for(world.alice), agreement=yes)
    with pytest.raises(releases.NotReleased):
        releases.open_release(eve, release)
    opened(world, people[0], "table")
    assert releases.open_release(eve, release).n == 5
