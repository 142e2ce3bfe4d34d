"""A pin from the page to everything that is kept: drafts, answers, versions, index, log. The exact position is in none of them."""

from decimal import Decimal

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from tests.intake.filling import begin, url
from tests.intake.kinds import entry
from tests.intake.own_kinds import _publish
from tests.people import agrees, registered
from tests.world import STORES, World
from titip.dictionary.actions.freezing import freeze
from titip.dictionary.actions.storing import store
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.codebook import Codebook, ElementEntry, FormEntry, PlacementEntry
from titip.dictionary.rules.types import ElementType
from titip.intake.models import Draft
from titip.intake.reads.drafts import open_draft
from titip.kit.missing import Missing
from titip.protect.gate.drafting import open_fields
from titip.protect.models import PageDraft
from titip.register.models import Person, SealedAnswer, SearchValue
from titip.register.reads import current_answers, registration_of

pytestmark = pytest.mark.django_db(databases=STORES)
FORM = "pins"
LAT, LON = "13.103472", "103.202881"
ROW = "0123456789ab"
ELEMENTS = (
    entry("met_at", "geopoint", minimum_value=Decimal(10), certainty_asked=True, searchable=True),
    entry("held_at", "geopoint", minimum_value=Decimal(1), risk="high"),
    entry("stop", "repeat"),
    entry("stop_at", "geopoint", inside="stop"),
)


@pytest.fixture
def alice(world: World) -> Client:
    placements = tuple(PlacementEntry(e.code, "Where") for e in ELEMENTS if not e.inside)
    store(Codebook(elements=ELEMENTS, forms=(FormEntry(FORM, "Pins", "registration", order=50, placements=placements),)))
    freeze(note="pins", actor_code="tests")
    return world.client_for(world.alice)


@pytest.fixture
def person(world: World, alice: Client) -> Person:
    made = registered(world.alice)
    agrees(world.alice, made, "care")
    return made


def typed(code: str, km: int, lat: str = LAT, lon: str = LON, **more: str) -> dict[str, str]:
    return {f"{code}__lat{km}": lat, f"{code}__lon{km}": lon, **{f"{code}__{name}": text for name, text in more.items()}}


def send(client: Client, person: Person, fields: dict[str, str], base: int, go: str = "save"):
    begin(client, person, form=FORM)
    shown = {"section": 0, "shown": "met_at held_at stop", "base": base, "go": go}
    return client.post(url("fill", person, FORM), {**shown, **fields}, follow=True)


def everything() -> str:
    """Every row of every table of the three stores."""
    rows = [str(list(model.objects.using(store_name).values_list())) for model in apps.get_models() for store_name in _stores_of(model)]
    return "\n".join(rows)


def _stores_of(model: type) -> list[str]:
    from django.db import router

    return [router.db_for_read(model) or "default"]


def test_the_exact_position_is_nowhere_and_the_square_is_shown_compared_and_settled(world: World, alice: Client, person: Person) -> None:
    begin(alice, person, form=FORM)
    pause = {"section": 0, "shown": "met_at held_at stop", "base": 0, **typed("met_at", 10), **typed("held_at", 1, lon="103.20"), "held_at__km": "100"}
    assert alice.post(url("draft", person, FORM), pause, headers={"Accept": "application/json"}).status_code == 200
    values = open_draft(Draft.objects.get()).values
    assert [values[f"met_at__{part}"] for part in ("lat10", "lon10")] == [["13.15"], ["103.25"]], "sealed, and coarse all the same"
    assert [values[f"held_at__{part}"] for part in ("lat1", "lon1")] == [["13.5"], ["103.5"]], "as coarse as was chosen beside it"
    again = alice.get(url("fill", person, FORM)).content.decode()
    assert 'value="13.15"' in again and LAT not in again

    wrong = send(alice, person, {**typed("met_at", 10, lon=""), **typed("held_at", 1)}, 0).content.decode()
    assert "One of the two numbers is missing" in wrong and 'href="#id_met_at_0"' in wrong and 'value="13.105"' in wrong

    row = {"stop": ROW, f"stop/{ROW}": "1", **typed(f"stop/{ROW}/stop_at", 100)}
    send(alice, person, {**typed("met_at", 10, certainty="reported"), **typed("held_at", 1), **row}, 0)
    kept = current_answers(registration_of(person), frozenset({"met_at", "held_at", f"stop/{ROW}/stop_at"}))
    assert kept["held_at"] == Answer("geo:13.105,103.205;u=790") and SealedAnswer.objects.count() == 1
    assert kept["met_at"].to_json() == {"value": "geo:13.15,103.25;u=7900", "certainty": "reported"}
    assert kept[f"stop/{ROW}/stop_at"] == Answer("geo:13.5,103.5;u=79000")
    page = alice.get(reverse("register:person", args=[person.pk])).content.decode()
    assert "Battambang, Cambodia: a square of about 10 km around 13.15° N, 103.25° E (as told)" in page

    bob = world.client_for(world.bob)
    send(bob, person, {**typed("met_at", 10, "11.5564", "104.9282"), **row}, 1)
    clash = send(alice, person, {"met_at__missing": "declined", **row}, 1).content.decode()
    assert "around 11.55° N, 104.95° E" in clash and "Prefers not to say" in clash
    alice.post(url("fill", person, FORM), {"go": "settle", "base": 2, "settle__met_at": "mine"}, follow=True)
    assert current_answers(registration_of(person), frozenset({"met_at"}))["met_at"].missing is Missing.DECLINED
    versions = alice.get(f"{reverse('intake:compare', args=[person.pk])}?a=1&b=2").content.decode()
    assert "around 13.15° N" in versions and "around 11.55° N" in versions

    assert not SearchValue.objects.filter(element_code="met_at").exists(), "not searched by, whatever a file declared"
    held = everything()
    assert "13.15,103.25" in held, "what is looked for would be found"
    for exact in (LAT, LON, "13.1034", "103.2028", "11.5564", "104.9282"):
        assert exact not in held, exact


def test_a_record_about_nobody_keeps_its_square_and_so_does_the_draft_of_its_page(world: World) -> None:
    gate = ElementEntry("visit_gate", "site_visit", ElementType.GEOPOINT, "Where the gate is", risk="medium", minimum_value=Decimal(10))
    _publish("site_visit", "Site visit", "none", (gate,), ())
    alice, new = world.client_for(world.alice), reverse("intake:record_new", args=["site_visit"])
    assert "about 10 km, whatever is written here" in alice.get(new).content.decode()
    alice.post(new, {"mode": "observed", **typed("visit_gate", 10), "titip_draft": "1"}, headers={"X-Titip-Draft": "1", "Accept": "application/json"})
    fields = dict(open_fields(PageDraft.objects.get()) or [])
    assert (fields["visit_gate__lat10"], fields["visit_gate__lon10"]) == ("13.15", "103.25")
    page = alice.post(new, {"mode": "observed", **typed("visit_gate", 10)}, follow=True).content.decode()
    assert "Battambang, Cambodia: a square of about 10 km" in page and "13.1034" not in everything()
