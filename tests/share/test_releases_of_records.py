"""Tables of records about nobody, and of who came to programmes: made, protected, read as an answer; never what is sealed or written in words."""

from datetime import date

import pytest
from django.urls import reverse

from tests.people import registered
from tests.world import STORES, World, actor_for, make_world
from titip.analyse import actions as analyse
from titip.analyse import reads as analysed
from titip.dictionary import actions as dictionary_actions
from titip.dictionary import reads as dictionary
from titip.dictionary.actions import load_starter
from titip.dictionary.rules.answers import check
from titip.dictionary.rules.codebook import ElementEntry
from titip.dictionary.rules.types import ElementType
from titip.govern.practice.kinds import VISIT, declare, site_visit
from titip.intake import actions as intake
from titip.intake import reads as collected
from titip.intake.models import OwnRecord
from titip.kit.ids import new_id
from titip.register.reads.releasing import NotForRelease
from titip.share import actions, disclosure, reads
from titip.share.models import Release
from titip.share.rules import About, Audience, Heading, ReleaseRefused, Table

pytestmark = pytest.mark.django_db(databases=STORES)


def wish(source: str, *elements: str, k: int = 3) -> actions.Wish:
    return actions.Wish("Where we went", "statistics", "organisation", k, elements, source=source, period="2026", place="The coast")


@pytest.fixture
def world() -> World:
    """Eleven visits to boats in one province, three to building sites in another."""
    made = make_world()
    load_starter(actor_code="tests")
    declare(site_visit(), writer="one", signer="two")
    kind, declared = collected.kind_of(VISIT), dictionary.declared(VISIT)
    assert kind is not None
    for n in range(14):
        said = {"visit_day": "2026-05-02", "visit_province": "TH-74" if n < 11 else "KH-12", "visit_work": "boat" if n < 11 else "building", "visit_workers": n}
        answers = {code: check(declared[code], raw) for code, raw in said.items()}
        intake.add_record(actor=actor_for(made.alice), kind=kind, own_id=new_id(), answers=answers)
    return made


def test_a_question_is_answered_from_records_of_our_own_and_the_page_says_what_a_row_is(world: World) -> None:
    eve, farid = world.client_for(world.eve), world.client_for(world.farid)
    assert "From what is the table made?" in eve.get(reverse("share:make")).content.decode()
    page = eve.get(reverse("share:make"), {"from": VISIT}).content.decode()
    assert "Kind of work" in page and "Nobody stands behind these rows" in page and "What was seen" not in page and "Sector of work" not in page
    assert "Province (may identify)" in page and "Where it lies, as a square of 10 km (may identify)" in page and "Kind of work (may identify)" not in page

    typed = {**vars(wish(VISIT, "visit_work", "visit_workers", "visit_province")), "recipient": "", "outside_note": "", "bias": ""}
    answer = eve.post(reverse("share:make"), typed)
    release = Release.objects.get()
    assert answer.headers["Location"] == reverse("share:release", args=[release.pk])
    shown = eve.get(answer.headers["Location"]).content.decode()
    assert "Made from: Site visit" in shown and (release.rows, release.left_out, release.inclusions.count()) == (14, 0, 0)
    eve.post(reverse("share:decide", args=[release.pk]), {"decision": "send"})

    actor = actor_for(world.farid)
    inquiry = analyse.ask(actor=actor, text="Which work did we see most?", expectation="Boats.")
    reading = analyse.read(actor=actor, inquiry=inquiry, release=Release.objects.get(), by="visit_work", number="visit_workers")
    told = farid.get(reverse("analyse:reading", args=[reading.pk])).content.decode()
    assert "Fishing boat" in told and "records" in told and farid.get(reverse("present:chart", args=[reading.pk, "png"])).status_code == 200
    assert analysed.reading_for(reading.pk) is not None


def test_where_a_record_is_may_tell_which_it_is_and_what_is_written_in_words_stays(world: World) -> None:
    eve = actor_for(world.eve)
    made = actions.draft_release(actor=eve, wish=wish(VISIT, "visit_work", "visit_province", k=4))
    table = reads.open_release(eve, made).table
    assert [c.heading.part.value for c in table.columns if c.heading.code == "visit_province"] == ["quasi"]
    assert "KH-12" not in {str(value) for value in table.column("visit_province").values}, "three sites in a province are fewer than four alike"
    for code, why in (("visit_seen", "free text"), ("age_band", "no such element")):
        with pytest.raises(NotForRelease, match=why):
            actions.draft_release(actor=eve, wish=wish(VISIT, code))
    with pytest.raises(ReleaseRefused, match="14 rows"):
        actions.draft_release(actor=eve, wish=wish(VISIT, "visit_work", k=15))
    with pytest.raises(ReleaseRefused, match="no such kind"):
        actions.draft_release(actor=eve, wish=wish("nothing", "visit_work"))


def test_a_record_that_concerns_a_person_is_counted_and_left_out(world: World) -> None:
    alice, eve = actor_for(world.alice), actor_for(world.eve)
    owns = list(OwnRecord.objects.order_by("at")[:2])
    for own in owns:
        intake.link_own(actor=alice, own=own, person=registered(world.alice))
    intake.link_own(actor=alice, own=OwnRecord.objects.order_by("at")[5], place_code="TH-74")
    release = actions.draft_release(actor=eve, wish=wish(VISIT, "visit_work", "visit_day", "visit_province"))

    assert (release.rows, release.left_out, release.inclusions.count()) == (12, 2, 0)
    limits = reads.open_release(eve, release).about.limits
    assert any("2 records that concern a registered person" in said for said in limits) and any("Dates are given as years" in said for said in limits)
    assert "2 records are left out" in world.client_for(world.eve).get(reverse("share:release", args=[release.pk])).content.decode()


def test_a_record_that_names_a_person_in_an_answer_is_left_out_too(world: World) -> None:
    alice, eve = actor_for(world.alice), actor_for(world.eve)
    who = ElementEntry("visit_who", VISIT, ElementType.PERSON, "Whom we met", risk="medium", questions=("which_workplaces",))
    dictionary_actions.put(entries=[("elements", who.code, who)], what="new", thing=who.label, actor_code="one")
    dictionary_actions.publish(note="whom we met", sha256=dictionary.standing().sha256, actor_code="one")
    kind, declared = collected.kind_of(VISIT), dictionary.declared(VISIT)
    assert kind is not None
    answers = {"visit_work": check(declared["visit_work"], "boat"), "visit_who": check(declared["visit_who"], registered(world.alice).code)}
    intake.add_record(actor=alice, kind=kind, own_id=new_id(), answers=answers)

    release = actions.draft_release(actor=eve, wish=wish(VISIT, "visit_work", "visit_province"))
    assert (release.rows, release.left_out) == (14, 1)


def test_who_came_to_programmes_reaches_a_table_as_heads_counted_each_time(world: World) -> None:
    alice, eve = actor_for(world.alice), actor_for(world.eve)
    programme = intake.add_programme(actor=alice, name="Ask before you go", sort="campaign", began=date(2026, 1, 5))
    counts = {("female", "adult"): 12, ("male", "young"): 5, ("unknown", "unknown"): 1}
    kept = {"actor": alice, "programme": programme, "kind": "session", "place_code": "KH-1", "counts": counts}
    first = intake.add_activity(activity_id=new_id(), day=date(2026, 2, 1), **kept)
    wrong = intake.add_activity(activity_id=new_id(), day=date(2026, 2, 2), **kept)
    intake.remove_activity(actor=alice, activity=wrong)

    made = actions.draft_release(actor=eve, wish=wish("programmes", "attended_what", "attended_sex", k=3))
    opened = reads.open_release(eve, made)

    assert first.pk and (opened.n, opened.about.unit_of_count) == (18, "people who came, each time")
    assert any("counted twice" in limit for limit in opened.about.limits)


def test_records_about_nobody_leave_whole_where_nothing_may_identify_and_rows_of_people_do_not(world: World) -> None:
    eve = actor_for(world.eve)

    made = actions.draft_release(actor=eve, wish=wish(VISIT, "visit_work", "visit_workers"))

    table = reads.open_release(eve, made)
    counts = sorted(table.table.column("visit_workers").cells(), key=str)
    assert counts == sorted(range(14), key=str) and (made.rows, made.cells_withheld, made.rows_changed) == (14, 0, 0)
    assert any("about nobody" in said for said in table.about.limits) and "no answer is one that may identify" in table.suppression.sentence()
    with pytest.raises(ReleaseRefused, match="14 rows"):
        actions.draft_release(actor=eve, wish=wish(VISIT, "visit_work", k=15))
    headings = [Heading("work")]
    people = Table.from_rows([{"work": "boat"}] * 20, headings)
    with pytest.raises(ReleaseRefused, match="may be of people"):
        disclosure.release(people, quasi_identifiers=[], k=3, audience=Audience.TEAM, about=About())
    with pytest.raises(ReleaseRefused, match="fewer than k"):
        few = Table.from_rows([{"work": "boat"}] * 2, headings)
        disclosure.release(few, quasi_identifiers=[], k=3, audience=Audience.TEAM, about=About(), about_nobody=True)
