"""The board: records checked inside the server, findings without values, seen by whoever may."""

import sys
from contextlib import ExitStack

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.people import registered
from tests.quality.records import somebody, write
from tests.world import STORES, actor_for
from titip.protect.actions.background import Runner
from titip.protect.models import AuditEvent
from titip.protect.rules.roles import Role
from titip.quality import actions, reads, urls
from titip.quality.models import Finding, RecordChecked
from titip.quality.reads.board import HIDDEN, findings_for
from titip.register import actions as register
from titip.register.reads import registration_of


def check(world):
    return actions.check_changed(actor_code=world.eve.code)


def found(world, staff):
    return [(line.finding.check_code, line.readable) for line in reads.shown(actor_for(staff), findings_for(actor_for(staff)).filter(state="open"))]


def test_answers_that_do_not_fit_are_found_sealed_ones_too(world):
    somebody(world.alice, exploitation_began="2025-06-01", exploitation_ended="2024-06-01")
    somebody(world.alice, birth_date="1990-01-01")
    somebody(world.alice)
    done = check(world)
    assert (done.records, done.waiting) == (3, 0)
    assert {f.check_code for f in Finding.objects.all()} == {"end_before_start", "birth_and_age", "birth_and_band"}


def test_a_record_is_checked_again_only_when_it_changed(world):
    person = somebody(world.alice, age_at_registration=60)
    assert check(world).records == 1 and check(world).records == 0
    write(world.alice, person, age_at_registration=25)
    done = check(world)
    assert (done.records, done.fixed) == (1, 1)
    finding = Finding.objects.get()
    assert finding.state == "fixed" and finding.settled_at is not None
    write(world.alice, person, age_at_registration=61)
    assert check(world).found == 1
    finding.refresh_from_db()
    assert finding.state == "open" and finding.settled_at is None


def test_opening_the_board_checks_a_bounded_number_and_says_what_waits(world, monkeypatch):
    monkeypatch.setattr(sys.modules["titip.quality.views.board"], "ON_OPENING", 2)
    for _ in range(5):
        somebody(world.alice)
    body = world.client_for(world.eve).get(reverse("quality:board")).content.decode()
    assert "3 records changed and still wait" in body and RecordChecked.objects.count() == 2


def test_checking_writes_one_event_with_counts_and_nothing_else(world):
    somebody(world.alice, birth_date="1990-01-01", given_name="Canary", family_name="Feather")
    check(world)
    event = AuditEvent.objects.get(kind="quality.check")
    assert event.detail == {"records": 1, "found": 2, "fixed": 0}
    assert check(world).records == 0 and AuditEvent.objects.filter(kind="quality.check").count() == 1


def test_one_record_is_checked_by_name(world):
    person = somebody(world.alice, age_at_registration=60)
    done = actions.check_record(actor_code=world.alice.code, record=registration_of(person))
    assert (done.records, done.found) == (1, 1)


def test_all_records_are_checked_again_on_demand(world):
    for _ in range(3):
        somebody(world.alice)
    check(world)
    assert actions.check_all(actor_code=world.eve.code).records == 3


def test_whoever_may_not_see_an_element_reads_only_that_something_does_not_fit(world):
    """birth_date is of the identity class: the steward's ceiling is medium, the supervisor's high, the case worker cares for her."""
    somebody(world.alice, birth_date="1990-01-01")
    check(world)
    assert set(found(world, world.alice)) == {("birth_and_age", True), ("birth_and_band", True)}
    assert set(found(world, world.eve)) == {("birth_and_age", False), ("birth_and_band", False)}
    body = world.client_for(world.eve).get(reverse("quality:board")).content.decode()
    assert HIDDEN in body
    for words in ("birth", "1990", "a year apart"):
        assert words not in body.lower(), words


def test_no_page_about_findings_shows_a_value(world):
    person = somebody(world.alice, age_at_registration=77, birth_date="1941-02-03", given_name="Canary", family_name="Feather", phone="+855 12 345 678")
    check(world)
    client = world.client_for(world.alice)
    pages = [reverse("quality:board"), reverse("register:person", args=[person.pk]), *(reverse("quality:explain", args=[f.pk]) for f in Finding.objects.all())]
    for address in pages:
        body = client.get(address).content.decode()
        for value in ("1941", "Canary", "Feather", "345 678", "+855"):
            assert value not in body, (address, value)


def test_findings_of_colleagues_are_not_there(world):
    somebody(world.alice, age_at_registration=60)
    check(world)
    assert found(world, world.alice) and found(world, world.bob) and found(world, world.eve)
    for staff in (world.charlie, world.dara, world.joko, world.kanya, world.ines, world.farid, world.gita, world.hun):
        assert found(world, staff) == [], staff


@pytest.fixture
def everything(world):
    first = somebody(world.alice, age_at_registration=60, given_name="Srey", family_name="Pov", birth_date="2000-05-05")
    second = somebody(world.alice, given_name="Pov", family_name="Srey", birth_date="2000-06-06")
    check(world)
    pair = reads.pairs_for(actor_for(world.alice)).get()
    assert {pair.first_id, pair.second_id} == {first.pk, second.pk}
    asked = actions.ask(actor=actor_for(world.charlie), person_id=first.pk)
    one, other = registered(world.alice), registered(world.alice)
    merged = register.merge(actor=actor_for(world.alice), one=one.pk, other=other.pk, kept=one.pk)
    return {"finding": Finding.objects.filter(check_code="age_and_band").get().pk, "pair": pair.pk, "ask": asked.pk, "merged": merged.pk}


def test_an_outsider_finds_nothing_behind_any_address(world, everything):
    client = world.client_for(world.charlie)
    for name, key in (("explain", "finding"), ("decide", "pair")):
        address = reverse(f"quality:{name}", args=[everything[key]])
        assert client.get(address).status_code == client.post(address, {"reason": "true", "decision": "same"}).status_code == 404
    assert client.post(reverse("quality:check_now")).status_code == 404
    for name in ("board", "pairs"):
        body = client.get(reverse(f"quality:{name}")).content.decode()
        assert str(everything["finding"]) not in body and str(everything["pair"]) not in body
    assert Finding.objects.filter(state="explained").count() == 0


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR, Role.ANALYST, Role.PROVIDER, Role.LAWYER, Role.INVESTIGATOR])
def test_roles_without_records_find_no_address_at_all(world, everything, role):
    client = world.client_for(world.by_role[role])
    for pattern in urls.urlpatterns:
        names = pattern.pattern.converters
        address = reverse(f"quality:{pattern.name}", kwargs={name: everything[name] for name in names})
        assert client.get(address).status_code == 404, pattern.name


def test_somebody_who_knows_explains_a_finding_and_it_stays_explained(world, everything):
    client = world.client_for(world.alice)
    address = reverse("quality:explain", args=[everything["finding"]])
    assert "Choose why the answers may stand" in client.post(address, {}).content.decode()
    assert client.post(address, {"reason": "true"}).status_code == 302
    finding = Finding.objects.get(pk=everything["finding"])
    assert (finding.state, finding.reason, finding.explained_by_id) == ("explained", "true", world.alice.pk)
    actions.check_all(actor_code=world.eve.code)
    finding.refresh_from_db()
    assert finding.state == "explained"
    with pytest.raises(actions.CannotExplain, match="meanwhile"):
        actions.explain(actor=actor_for(world.bob), finding=finding, reason="true")


def test_nobody_explains_what_she_may_not_see(world):
    somebody(world.alice, birth_date="1990-01-01")
    check(world)
    finding = Finding.objects.first()
    assert world.client_for(world.eve).post(reverse("quality:explain", args=[finding.pk]), {"reason": "true"}).status_code == 404
    finding.refresh_from_db()
    assert finding.state == "open"


def test_only_the_steward_checks_everything(world):
    somebody(world.alice)
    assert world.client_for(world.alice).post(reverse("quality:check_now")).status_code == 404
    assert world.client_for(world.eve).get(reverse("quality:check_now")).status_code == 405
    sent = world.client_for(world.eve).post(reverse("quality:check_now"))
    assert b"Check every record" in world.client_for(world.eve).get(sent["Location"]).content
    Runner().once()
    assert b"Records checked: 1. New findings: 0" in world.client_for(world.eve).get(sent["Location"]).content
    assert RecordChecked.objects.count() == 1


def _queries(client, address):
    client.get(address)
    with ExitStack() as counting:
        counted = [counting.enter_context(CaptureQueriesContext(connections[store])) for store in STORES]
        assert client.get(address).status_code == 200
    return sum(len(queries) for queries in counted)


def test_the_board_asks_as_often_for_a_hundred_findings_as_for_ten(world):
    client = world.client_for(world.eve)
    for _ in range(10):
        somebody(world.alice, age_at_registration=60)
    ten = _queries(client, reverse("quality:board"))
    for _ in range(90):
        somebody(world.alice, age_at_registration=60)
    assert _queries(client, reverse("quality:board")) == ten
    assert Finding.objects.count() == 100


def test_checking_asks_the_vault_as_often_for_forty_records_as_for_four(world):
    def vault_queries(n):
        for _ in range(n):
            somebody(world.alice, given_name="Same", family_name="Words", birth_date="2000-05-05")
        with CaptureQueriesContext(connections["vault"]) as vault, CaptureQueriesContext(connections["keys"]) as keys:
            check(world)
        return len(vault), len(keys)

    assert vault_queries(4) == vault_queries(40)
