"""The page on entering: times by version, section and mode, halts, the ways not to answer, refusals; nobody named, small numbers held back."""

import re
from datetime import timedelta

from tests.people import agrees, registered
from tests.world import World, actor_for
from titip.consent import reads as consent
from titip.dictionary import actions as dictionary
from titip.dictionary.models import Placement
from titip.dictionary.rules.answers import Answer
from titip.intake import actions as intake
from titip.intake.models import Interview
from titip.intake.rules.interviewing import Setting
from titip.kit import clock
from titip.kit.missing import Missing
from titip.protect.models import AuditEvent, Staff
from titip.quality import reads
from titip.register import actions as register
from titip.register.reads import entered

FORM, PAGE = "first_interview", "/quality/entry/"


def interviewed(staff: Staff, minutes: int, *, mode: str = "in_person", halt: str = "", **answers: Answer) -> None:
    """One interview of so many minutes of work and half as many of health."""
    actor, person = actor_for(staff), registered(staff)
    agrees(staff, person, "care", "legal", "statistics")
    setting = Setting(mode, private_place=True, support="arranged")
    intake.begin(actor=actor, person=person, form_code=FORM, setting=setting)
    if halt:
        intake.pause(actor=actor, person=person, section=halt)
        intake.go_on(actor=actor, person=person)
    intake.submit(
        actor=actor, person=person, form_code=FORM, base_number=0, mode=mode, answers={"age_band": Answer("18-20"), **answers},
        spent={"Work and control": minutes * 60.0, "Health": minutes * 30.0},
    )


def words_of(page: str) -> str:
    main = page[page.index("<main"):page.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def test_a_form_tells_how_it_went_and_never_who(world: World) -> None:
    declined = Answer(missing=Missing.DECLINED)
    for minutes in (4, 6, 8, 10, 12):
        interviewed(world.alice, minutes, halt="Health" if minutes > 4 else "", schooling=declined if minutes > 4 else Answer("primary"))
    interviewed(world.alice, 60, mode="phone", schooling=declined, hours_per_day=declined)
    for _time in range(6):
        intake.count_refused(form_code=FORM, mode="in_person", keys=["debt_amount", "nobody"])
    intake.count_refused(form_code=FORM, mode="phone", keys=["hours_per_day"])
    events = AuditEvent.objects.count()

    page = world.client_for(world.bob).get(PAGE, {"form": FORM})
    told = words_of(page.content.decode())
    assert page.status_code == 200 and AuditEvent.objects.count() == events
    assert "12 min in the middle; half of them between 9 min and 15 min" in told
    assert "Work and control: 8 min (6 min – 10 min)" in told and "Health: 4 min" in told
    assert "By telephone Few times so far" in told and "60 min" not in told and "90 min" not in told, "one telephone interview tells of one person"
    assert "Interviews with a break: few" in told and "Breaks: few" in told
    assert "prefer not to say 85 %" in told, "five of six, to the nearest five per cent"
    assert "Debt 6 times" in told and "Few times: Hours of work a day" in told
    for name in (world.alice.name, world.alice.code, *(one.person.code for one in Interview.objects.select_related("person"))):
        assert name not in told
    assert world.client_for(world.alice).get(PAGE).status_code == 404 and world.client_for(world.eve).get(PAGE).status_code == 200


def test_a_changed_form_is_a_version_of_its_own_and_both_are_compared(world: World) -> None:
    for minutes in (10, 10, 10, 10, 10):
        interviewed(world.alice, minutes)
    before = reads.entry(FORM)
    assert [version.since for version in before.versions] == [1] and before.compared == []
    dictionary.freeze(note="nothing of this form", actor_code="tests")
    Placement.objects.filter(form__code=FORM, element__code="schooling").delete()
    dictionary.freeze(note="one question less", actor_code="tests")
    for minutes in (6, 6, 6, 6, 6):
        interviewed(world.alice, minutes)
    after = reads.entry(FORM)
    assert len(after.versions) == 2
    assert [(title, now.median, then.median) for title, now, then in after.compared] == [("Work and control", 360, 600), ("Health", 180, 300)]


def test_what_a_later_save_changes_is_a_correction_and_what_it_adds_is_none(world: World) -> None:
    actor, person = actor_for(world.alice), registered(world.alice)
    agrees(world.alice, person, "care")
    saves = ({"age_band": Answer("18-20")}, {"age_band": Answer("21-23"), "given_name": Answer("Sokha")}, {"given_name": Answer("Sok")})
    for number, answers in enumerate(saves):
        register.save_record(
            actor=actor, record_type="registration", person=person, base_number=number, grounds=consent.grounds_for(person), answers=answers, form_code=FORM,
        )
    found = entered(FORM)
    assert len(found) == 1 and found[0].corrected == {"age_band": 1, "given_name": 1} and found[0].records == 1
    assert found[0].states["given_name"] == {"sealed": 1} and found[0].states["age_band"] == {"value": 1} and found[0].states["pay_received"] == {"empty": 1}


def test_a_sitting_that_nobody_finished_is_told_apart(world: World) -> None:
    for _time in range(5):
        person = registered(world.alice)
        intake.begin(actor=actor_for(world.alice), person=person, form_code=FORM, setting=Setting("paper"))
    assert reads.entry(FORM).unfinished.number == 0, "they may still be going on"
    Interview.objects.update(started_at=clock.now() - timedelta(hours=13))
    assert reads.entry(FORM).unfinished.number == 5
