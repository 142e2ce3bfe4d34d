"""Consent's pages: who may open them, what they keep, what they never lose."""

from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.people import agrees, registered
from tests.world import STORES, World
from titip.consent.models import Basis, ConsentDecision
from titip.consent.rules.deciding import NEEDED_FOR_A_YES
from titip.protect.actions.seeds import of_colleague
from titip.protect.models import AuditEvent
from titip.protect.sign_in.second_factor import current_code

pytestmark = pytest.mark.django_db(databases=STORES)

SAID = {"language": "Khmer", "interpreter": "none", "mode": "in_person", "confidentiality": "code", **{n: "on" for n in NEEDED_FOR_A_YES if n != "read_back"}}


def url(name: str, thing) -> str:
    kwargs = {"basis_id": thing.pk} if isinstance(thing, Basis) else {"person_id": thing.pk}
    return reverse(f"consent:{name}", kwargs=kwargs)


@pytest.mark.parametrize("name", ["overview", "ask", "basis", "withdraw", "identity"])
def test_an_outsider_finds_nothing_on_a_persons_pages(world: World, name: str) -> None:
    person = registered(world.alice)

    for outsider in (world.charlie, world.farid, world.gita, world.hun):
        client = world.client_for(outsider)
        for answer in (client.get(url(name, person)), client.post(url(name, person), {"step": "confirm", "purposes": "care"})):
            assert answer.status_code == 404
            assert person.code.encode() not in answer.content
    assert world.client_for(world.alice).get(url(name, person)).status_code == 200


@pytest.mark.parametrize("name", ["slip", "certificate", "end"])
def test_an_outsider_finds_nothing_on_a_basis_pages(world: World, name: str) -> None:
    basis = agrees(world.alice, registered(world.alice), "care")

    assert world.client_for(world.charlie).get(url(name, basis)).status_code == 404
    assert world.client_for(world.charlie).get(reverse(f"consent:{name}", kwargs={"basis_id": uuid4()})).status_code == 404
    assert world.client_for(world.bob).get(url(name, basis)).status_code == 200


def test_nothing_is_preselected(world: World) -> None:
    page = world.client_for(world.alice).get(url("ask", registered(world.alice))).content.decode()

    cards = page[: page.index("How you asked")]
    assert cards.count('type="radio"') == 18
    assert "checked" not in cards


def test_asking_reading_back_keeping(world: World) -> None:
    alice, person = world.client_for(world.alice), registered(world.alice)
    answers = {**SAID, "card_care": "yes", "card_statistics": "no", "card_research": "not_now"}

    read_back = alice.post(url("ask", person), {**answers, "step": "read"})
    assert "Read these back" in read_back.content.decode()
    assert not Basis.objects.exists(), "nothing is kept before it was read back"

    unread = alice.post(url("ask", person), {**answers, "step": "save"})
    assert "Read the choices back to her first" in unread.content.decode()
    assert not Basis.objects.exists()

    kept = alice.post(url("ask", person), {**answers, "step": "save", "read_back": "yes"})
    basis = Basis.objects.get()
    assert kept.headers["Location"] == url("slip", basis)
    assert dict(basis.decisions.values_list("purpose", "state")) == {"care": "given", "statistics": "declined", "research": "undecided"}
    assert basis.read_back and basis.capacity_confirmed


def test_change_something_loses_nothing(world: World) -> None:
    person = registered(world.alice)

    typed = {**SAID, "card_care": "yes", "language": "Rohingya, slowly", "step": "change"}

    page = world.client_for(world.alice).post(url("ask", person), typed).content.decode()

    assert 'value="Rohingya, slowly"' in page
    assert page.count("checked") >= 8


def test_a_yes_without_what_stands_before_it_names_each(world: World) -> None:
    answers = {**SAID, "card_care": "yes", "step": "read"}
    del answers["private_place"], answers["no_waiver"]

    page = world.client_for(world.alice).post(url("ask", registered(world.alice)), answers).content.decode()

    assert 'href="#id_private_place"' in page and 'href="#id_no_waiver"' in page
    assert not Basis.objects.exists()


def test_with_every_choice_no_services_can_still_be_offered(world: World) -> None:
    typed = {"card_care": "no", "card_statistics": "no", "interpreter": "none", "mode": "in_person", "confidentiality": "code", "step": "read"}

    page = world.client_for(world.alice).post(url("ask", registered(world.alice)), typed).content.decode()

    assert "Services can still be offered" in page
    assert "Nothing beyond the minimum is kept" in page


def test_a_child_is_not_asked_alone(world: World) -> None:
    child = registered(world.alice, age_status="child")
    alice = world.client_for(world.alice)
    page = alice.get(url("ask", child)).content.decode()
    assert "Who decides for the child?" in page

    involved = {**SAID, "card_care": "yes", "kind": "guardian", "guardian_clear": "no", "assent": "given", "step": "save", "read_back": "yes"}
    assert "never consents" in alice.post(url("ask", child), involved).content.decode()
    assert not Basis.objects.exists()

    alice.post(url("ask", child), {**involved, "guardian_clear": "yes"})
    assert ConsentDecision.objects.get().state == "given_by_guardian"


def test_the_plain_slip_gives_no_clue(world: World) -> None:
    world.organisation.name, world.organisation.custodian_contact = "Lotus House", "Lotus House, Street 9, +855 12 345 678"
    world.organisation.save()
    basis = agrees(world.alice, registered(world.alice), "care")
    alice = world.client_for(world.alice)

    with_name, plain = alice.get(url("slip", basis)).content.decode(), alice.get(url("slip", basis) + "?plain=1").content.decode()

    assert "Lotus House" in with_name and basis.slip_code in with_name
    assert "Lotus" not in plain and basis.slip_code in plain and "+855 12 345 678" in plain
    assert basis.person.code not in plain


def test_withdrawing_shows_effects_first_and_then_does_it(world: World) -> None:
    person = registered(world.alice)
    agrees(world.alice, person, "care", "statistics")
    alice = world.client_for(world.alice)

    effects = alice.post(url("withdraw", person), {"purposes": ["statistics"], "reason": "", "step": "effects"}).content.decode()
    assert "What would follow" in effects
    assert ConsentDecision.objects.filter(state="withdrawn").count() == 0

    for _ in range(2):  # a second press is harmless
        done = alice.post(url("withdraw", person), {"purposes": ["statistics"], "reason": "", "step": "confirm"}).content.decode()
        assert "Services go on as before" in done
    assert ConsentDecision.objects.filter(state="withdrawn").count() == 1


def test_another_basis_is_reviewed_by_somebody_else(world: World) -> None:
    person, alice = registered(world.alice), world.client_for(world.alice)
    typed = {
        "kind": "immediate_safety", "law_or_reason": "In hospital", "scope": "Ward", "purposes": ["care"], "reviewer": world.bob.code,
        "review_on": "31/02/2567",
    }

    page = alice.post(url("basis", person), typed).content.decode()
    assert "is not a date" in page and 'value="In hospital"' in page and 'value="31/02/2567"' in page

    assert alice.post(url("basis", person), {**typed, "review_on": "28/02/2571"}).status_code == 302
    assert str(Basis.objects.get().review_on) == "2028-02-28"
    assert world.alice.code not in alice.get(url("basis", person)).content.decode().split("reviewer")[1].split("</select>")[0]


def test_a_name_is_opened_only_for_a_purpose_that_is_live(world: World) -> None:
    person, alice = registered(world.alice), world.client_for(world.alice)
    assert "no live basis" in alice.get(url("identity", person)).content.decode()
    agrees(world.alice, person, "care", declines=("research",))

    answer = alice.post(url("identity", person), {"purpose": "research"})
    assert "Name and contact" not in answer.content.decode().replace("Open name and contact", "")
    assert answer.headers["Cache-Control"] == "no-store"


def test_every_opening_of_a_certificate_is_in_the_log(world: World) -> None:
    basis = agrees(world.alice, registered(world.alice), "care")

    page = world.client_for(world.bob).get(url("certificate", basis)).content.decode()

    assert "We keep" in page or "care" in page.lower()
    assert AuditEvent.objects.filter(kind="consent.certificate", actor_code=world.bob.code).count() == 1


def test_who_does_not_work_with_her_gives_the_second_factor_for_her_and_this_purpose(world: World) -> None:
    one, other = registered(world.alice), registered(world.alice)
    for person in (one, other):
        agrees(world.alice, person, "care", "statistics")
    dara = world.client_for(world.dara)

    def opened(person, **typed: str) -> str:
        return dara.post(url("identity", person), typed).content.decode()

    assert "Your second factor, for this" in dara.get(url("identity", one)).content.decode()
    assert "Type the code" in opened(one, purpose="care"), "the one given at sign-in does not count"
    with of_colleague(world.dara.pk):
        paper = Authenticator.objects.get(user=world.dara, type="recovery_codes").wrap().get_unused_codes()[0]
    assert "does not fit" in opened(one, purpose="care", code=paper), "nor does a recovery code"
    code = current_code(world.dara) or ""
    assert "Shown once" in opened(one, purpose="care", code=code)
    assert "Shown once" in opened(one, purpose="care"), "for five minutes"
    assert "Shown once" not in opened(other, purpose="care", code=code), "for her alone, and a code once"
    assert "Shown once" not in opened(one, purpose="statistics"), "for this purpose alone"
    assert "Shown once" in world.client_for(world.alice).post(url("identity", other), {"purpose": "care"}).content.decode(), "once a shift for her own"
    assert AuditEvent.objects.filter(kind="protect.myself", actor_code=world.dara.code, detail__proved="totp").count() == 1
