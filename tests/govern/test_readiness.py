"""High-risk elements open only when keys, drill and breach plan stand (X14): decided in one place, for reading and for keeping."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.people import agrees, registered
from tests.world import STORES, World, actor_for, make_world
from titip.casework import actions as casework
from titip.casework.actions import CannotDo
from titip.dictionary import actions as dictionary
from titip.dictionary.rules.answers import Answer
from titip.govern.actions import sign_plan
from titip.govern.models import BreachPlan
from titip.govern.reads import readiness as reads
from titip.govern.rules.breach import STARTER, BadPlan, Plan
from titip.kit import clock
from titip.protect.actions.readiness import mark
from titip.protect.models import AuditEvent, ReadinessMark
from titip.protect.rules import readiness
from titip.protect.rules.access import NOT_READY, ElementFacts, Facts, can, visible_elements
from titip.protect.rules.readiness import NEEDED, Last, Proof
from titip.protect.rules.roles import Risk
from titip.register import actions as register

NOW = clock.now()
PLAN = Plan("Kham, 012 345 678", "Tola, 098 765 432", "The authority, 115", 72, 24, STARTER)


class TestTheRule:
    def test_every_proof_is_needed_and_nothing_else(self) -> None:
        assert readiness.house_is_ready(frozenset(NEEDED))
        for left_out in NEEDED:
            assert not readiness.house_is_ready(frozenset(Proof) - {left_out})

    def test_what_is_missing_is_said_in_order(self) -> None:
        nothing = readiness.Facts({})
        assert readiness.missing(nothing) == ("recovery_sheet", "second_factor", "restore_drill", "breach_plan")
        proven = {proof: Last(NOW) for proof in NEEDED}
        assert readiness.missing(readiness.Facts(proven, openers=2, without_factor=("S-1",))) == ()
        assert readiness.missing(readiness.Facts(proven, openers=1, without_factor=("S-1",))) == ("second_factor",)

    def test_age_is_told_and_closes_nothing(self) -> None:
        passed = {proof: Last(NOW) for proof in Proof} | {Proof.PLAN: Last(NOW, due_on=(NOW + timedelta(days=365)).date())}
        assert readiness.stale(readiness.Facts(passed), NOW) == ()
        assert readiness.stale(readiness.Facts(passed), NOW + timedelta(days=46)) == (Proof.BACKUP, Proof.DRILL)
        assert Proof.PLAN in readiness.stale(readiness.Facts(passed), NOW + timedelta(days=367))
        assert readiness.house_is_ready(frozenset(passed))


pytestmark_db = pytest.mark.django_db(databases=STORES)


@pytest.fixture
def world() -> World:
    made = make_world()
    dictionary.load_starter(actor_code="tests")
    return made


def unready() -> None:
    ReadinessMark.objects.all().delete()


@pytestmark_db
class TestTheHouse:
    def test_nothing_high_is_shown_or_kept_before_and_everything_else_is(self, world: World) -> None:
        person = registered(world.alice)
        agrees(world.alice, person, "care")
        client = world.client_for(world.alice)
        case = casework.open_case(actor=actor_for(world.alice), person=person, reason="asked for help")
        assert client.get(reverse("casework:notes", args=[case.pk])).status_code == 200
        unready()
        actor = actor_for(world.alice)
        high = ElementFacts("narrative", Risk.HIGH)
        own = Facts(owner=actor.id)
        assert can(actor, "register.open", own, high, now=NOW).reason == NOT_READY
        elements = [high, ElementFacts("phone", Risk.IDENTITY), ElementFacts("gender", Risk.MEDIUM), ElementFacts("age_band", Risk.LOW)]
        assert visible_elements(actor, "register.open", own, elements, now=NOW) == {"gender", "age_band"}

        with pytest.raises(register.NotAllowed) as refused:
            self.keep(world, person, {"narrative": Answer("what she said")})
        assert refused.value.not_ready and [element.code for element in refused.value.elements] == ["narrative"]
        assert self.keep(world, person, {"gender": Answer("woman")}).version is not None
        with pytest.raises(CannotDo, match="stay closed"):
            casework.note(actor=actor, case=case, person=person, text="a note")

        notes = client.get(reverse("casework:notes", args=[case.pk]))
        assert notes.status_code == 403 and reverse("govern:readiness") in notes.content.decode()
        assert client.get(reverse("consent:identity", args=[person.pk])).status_code == 403
        assert world.client_for(world.charlie).get(reverse("casework:notes", args=[case.pk])).status_code == 404, "an outsider learns nothing"
        assert "Not ready for high-risk data yet" in client.get("/").content.decode()

    def keep(self, world: World, person: object, answers: dict[str, Answer]) -> register.Saved:
        from titip.consent.reads import grounds_for
        from titip.register.reads import registration_of

        record = registration_of(person)  # type: ignore[arg-type]
        return register.save_record(
            actor=actor_for(world.alice), record_type="registration", answers=answers, base_number=record.number if record else 0,
            grounds=grounds_for(person), person=person,  # type: ignore[arg-type]
        )

    def test_the_form_leaves_them_on_paper(self, world: World) -> None:
        from titip.intake.reads.sheets import open_sheet

        person = registered(world.alice)
        agrees(world.alice, person, "care")
        before = open_sheet(actor_for(world.alice), person, "first_interview")
        unready()
        after = open_sheet(actor_for(world.alice), person, "first_interview")
        assert before.closed == () and {element.code for element in after.closed} >= {"narrative", "given_name", "phone"}
        assert {element.code for element in after.elements()} == {element.code for element in before.elements()} - {e.code for e in after.closed}

    def test_each_proof_opens_only_together_with_the_others(self, world: World) -> None:
        unready()
        for proof in NEEDED:
            assert not actor_for(world.alice).house_ready
            mark(proof=proof, passed=False, actor_code="tests")
            assert proof not in {Proof(row.kind) for row in ReadinessMark.objects.filter(passed=True)}, "a failed drill proves nothing"
            mark(proof=proof, passed=True, actor_code="tests")
        assert actor_for(world.alice).house_ready
        assert AuditEvent.objects.filter(kind="protect.readiness.restore_drill", outcome="failed").count() == 1

    def test_the_page_leads_to_each_cure(self, world: World) -> None:
        unready()
        for who, cures in ((world.dara, True), (world.hun, True), (world.alice, False), (world.farid, False)):
            page = world.client_for(who).get(reverse("govern:readiness")).content.decode()
            assert page.count("Missing") == 3 and "stay on paper" in page
            for name in ("recovery_sheet", "govern:drill", "govern:plan"):
                assert (f'href="{reverse(name)}"' in page) == cures, (who.username, name)


@pytestmark_db
class TestThePlan:
    def test_it_is_signed_dated_due_yearly_and_shown_to_everybody(self, world: World) -> None:
        unready()
        custodian = world.client_for(world.dara)
        form = {name: getattr(PLAN, name) for name in ("leads", "stands_in", "authority", "authority_hours", "people_hours", "text")}
        assert "sign" in custodian.post(reverse("govern:plan"), form).content.decode() and not BreachPlan.objects.exists()
        assert "telephone number too" in custodian.post(reverse("govern:plan"), {**form, "leads": "Kham", "signed": "on"}).content.decode()
        assert custodian.post(reverse("govern:plan"), {**form, "signed": "on"})["Location"] == reverse("govern:plan_shown")
        plan = BreachPlan.objects.get()
        assert (plan.review_on - clock.today()).days == 365 and plan.signed_by == world.dara.code
        shown = world.client_for(world.alice).get(reverse("govern:plan_shown")).content.decode()
        assert "012 345 678" in shown and "within 72 hours" in shown and "Change and sign" not in shown
        event = AuditEvent.objects.get(kind="protect.readiness.breach_plan")
        assert "Kham" not in str(event.detail)
        assert reads.standing().lines[3].open is False

    @pytest.mark.parametrize(
        ("field", "value"), [("leads", " "), ("leads", "Kham"), ("stands_in", "Kham, 012 345 678"), ("authority", ""), ("authority_hours", 0), ("text", "")]
    )
    def test_what_nobody_finds_out_at_night_is_asked_for(self, field: str, value: object) -> None:
        from dataclasses import replace

        with pytest.raises(BadPlan) as refused:
            sign_plan(plan=replace(PLAN, **{field: value}), actor_code="tests")  # type: ignore[arg-type]
        assert refused.value.field == field
