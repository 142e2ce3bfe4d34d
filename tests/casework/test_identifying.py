"""Formal identification: what is asked of whom, decided once, disagreed with beside it, sealed, and never in the way of a service."""

from datetime import date

import pytest
from django.urls import reverse

from tests.casework.colleagues import another
from tests.people import ALL_SAID, registered
from tests.world import actor_for
from titip.casework import actions, reads
from titip.casework.actions import CannotDo
from titip.casework.models import Determination, Law
from titip.casework.rules.identifying import ELEMENTS, PROTOCOL, Body, Outcome, is_child, missing_for_confirmed
from titip.casework.rules.words import Part
from titip.consent import actions as consent
from titip.consent.rules import Assent, Choice, State
from titip.kit import clock
from titip.kit.dates import show_date
from titip.protect.models import AuditEvent, SealedValue
from titip.protect.rules.grounds import GroundsKind, NoGrounds
from titip.protect.rules.roles import Role

SHE = {"how": "she_said", "what": "He kept my passport. គាត់យកលិខិតឆ្លងដែន"}


def law(world):
    return actions.keep_law(
        actor=actor_for(world.bob), country="KH", name="A practice law", articles="Articles 1 to 3", version="2008", in_force=date(2008, 2, 15),
        text="Practice wording of an article.", source="Made up for practice",
    )


def decided(staff, row, outcome=Outcome.CONFIRMED, **given):
    filled = {"body": Body.OURS, "decided_on": clock.today(), "decider": "Alice, case worker", "reasons": "As shown above.", **given}
    return actions.decide(actor=actor_for(staff), determination=row, outcome=outcome, **filled)


def test_what_confirmed_needs():
    both = ["recruitment", "labour"]
    assert missing_for_confirmed(both, dict.fromkeys(both), child=False) == ["a means"]
    assert missing_for_confirmed(both, dict.fromkeys(both), child=True) == []
    assert missing_for_confirmed([*both, "fraud"], {"labour": {}}, child=False) == ["Recruitment", "Fraud"]
    assert missing_for_confirmed([], {}, child=True) == ["an act", "a purpose"]
    assert (is_child("adult"), is_child("child"), is_child("doubt")) == (False, True, True) and len(ELEMENTS) == 21


def test_an_adult_is_confirmed_when_each_of_three_is_shown(world, case, person):
    alice, text = actor_for(world.alice), law(world)
    row = actions.begin_assessment(actor=alice, case=case, person=person)
    assert actions.begin_assessment(actor=alice, case=case, person=person).pk == row.pk, "one goes on with one's own"
    actions.keep_elements(actor=alice, determination=row, elements=["recruitment", "labour"])
    with pytest.raises(CannotDo, match="under which law"):
        decided(world.alice, row)
    with pytest.raises(CannotDo, match="for an adult a means"):
        decided(world.alice, row, law=text)
    actions.keep_elements(actor=alice, determination=row, elements=["recruitment", "labour", "coercion", "fraud"])
    with pytest.raises(CannotDo, match="how it is known"):
        actions.keep_evidence(actor=alice, determination=row, evidence={"fraud": {"what": "a contract"}})
    actions.keep_evidence(actor=alice, determination=row, evidence={code: SHE for code in ("recruitment", "labour", "coercion", "fraud")})
    actions.keep_elements(actor=alice, determination=row, elements=["recruitment", "labour", "coercion"])
    decided(world.alice, row, law=text)
    row.refresh_from_db()
    told = reads.open_determination(alice, row)
    assert told is not None and sorted(told["evidence"]) == ["coercion", "labour", "recruitment"], "what is not ticked any more is not shown any more"
    assert (row.outcome, row.law, row.body) == ("confirmed", text, "ours") and row.decided_at is not None
    for again in (lambda: decided(world.alice, row, Outcome.PRESUMED), lambda: actions.keep_elements(actor=alice, determination=row, elements=[]),
                  lambda: actions.let_go(actor=alice, determination=row)):
        with pytest.raises(CannotDo, match="stays as it is"):
            again()
    sealed = SealedValue.objects.get(pk=row.vault_id)
    assert (sealed.owner_kind, sealed.owner_id) == ("person", person.pk) and b"passport" not in bytes(sealed.blob)
    assert not any("passport" in str(event.detail) for event in AuditEvent.objects.filter(kind="casework.identify"))
    with pytest.raises(CannotDo, match="version of its own"):
        law(world)
    assert Law.objects.count() == 1


def test_a_child_needs_no_means_and_her_checklist_is_gone_through(world, case):
    alice, child = actor_for(world.alice), registered(world.alice, age_status="doubt")
    actions.add_participant(actor=alice, case=case, person=child, part=Part.VICTIM)
    with pytest.raises(NoGrounds):
        actions.begin_assessment(actor=alice, case=case, person=child)
    actions.offer_service(actor=alice, case=case, person=child, kind="shelter")
    assert not Determination.objects.exists() and case.services.count() == 1, "a service waits for nothing"


def test_a_childs_branch_by_page(world):
    person = registered(world.alice, age_status="child")
    consent.record_consent(
        actor=actor_for(world.alice), person=person, choices=[Choice("care", State.GIVEN)], conditions=ALL_SAID, kind=GroundsKind.GUARDIAN,
        assent=Assent.GIVEN, guardian_clear=True,
    )
    case = actions.open_case(actor=actor_for(world.alice), person=person, reason="came with an aunt")
    text, client = law(world), world.client_for(world.alice)
    begin = reverse("casework:begin_assessment", args=[case.pk])
    assert "never depend" in client.get(begin).content.decode()
    began = client.post(begin, {"person": str(person.pk)})
    assert began.status_code == 302, began.content.decode()
    page = began["Location"]
    row = Determination.objects.get()
    assert "checklist" in client.get(page).content.decode() and row.child
    asked = client.get(f"{page}happened/").content.decode()
    assert "A child cannot agree to be exploited" in asked and "Deception" not in asked
    client.post(f"{page}happened/", {"acts": ["harbouring"], "purposes": ["begging"], "means": ["fraud"]})
    shows = client.get(f"{page}shown/").content.decode()
    assert shows.count("Harbouring") == 1 and "How do we know?" in shows, "its name stands once, above what is asked about it"
    note = actions.note(actor=actor_for(world.alice), case=case, person=person, text="words")
    shown = {
        "harbouring-how": "seen", "harbouring-where": f"note:{note.pk}", "begging-how": "told", "begging-what": "Her aunt said so", "begging-paper": "Paper 7",
    }
    assert client.post(f"{page}shown/", shown).status_code == 302
    decision = {
        "outcome": "confirmed", "body": "ours", "decider": "Alice", "decided_on": show_date(clock.today()), "law": str(text.pk), "reasons": "Seen and told",
    }
    body = client.post(f"{page}decide/", decision).content.decode()
    assert "checklist first" in body and "Seen and told" in body, "nothing typed is lost"
    client.post(f"{page}child/", {**dict.fromkeys(PROTOCOL, "yes"), "once": "cannot"})
    assert client.post(f"{page}decide/", decision)["Location"] == page
    body = client.get(page).content.decode()
    shown_words = (
        "Confirmed as a trafficked person", "Not needed: under 18", "Note of", "Paper 7", "Practice wording", "Cannot be done", "Seen and told", "no name",
    )
    for words in shown_words:
        assert words in body, words
    assert person.pseudonym == "" or person.pseudonym not in body
    consent.withdraw(actor=actor_for(world.alice), person=person, purposes=["care"])
    body = client.get(page).content.decode()
    assert "no basis for her care" in body and "Seen and told" not in body
    actions.apply_erase(person.pk, frozenset(), "tests")
    assert not Determination.objects.exists()


def test_decisions_coexist_and_a_second_assessor_judges_apart(world, case, person):
    text, lek = law(world), another(world, "lek", Role.FRONTLINE)
    actions.assign(actor=actor_for(world.alice), case=case, staff_id=lek.pk)
    alice, second = actor_for(world.alice), actor_for(lek)
    first = actions.begin_assessment(actor=alice, case=case, person=person)
    hers = world.client_for(lek)
    listed = reverse("casework:determinations", args=[case.pk])
    assert hers.get(reverse("casework:assessment", args=[case.pk, first.pk])).status_code == 404, "an open one is its author's alone"
    with pytest.raises(CannotDo, match="colleague's, and open"):
        actions.keep_elements(actor=second, determination=first, elements=[])
    decided(world.alice, first, Outcome.PRESUMED, law=text, reasons="The first reasons")
    with pytest.raises(CannotDo, match="another colleague makes the second"):
        actions.begin_assessment(actor=alice, case=case, person=person, earlier=first, relation="second")
    page = hers.post(reverse("casework:begin_assessment", args=[case.pk]) + f"?after={first.pk}&as=second")["Location"]
    other = Determination.objects.get(author=lek)
    record = reverse("casework:record_decision", args=[case.pk])
    for address in (listed, reverse("casework:assessment", args=[case.pk, first.pk]), reverse("casework:case", args=[case.pk])):
        body = hers.get(address).content.decode()
        assert "Presumed" not in body and "The first reasons" not in body, address
    assert str(first.pk) not in hers.get(record).content.decode()
    decided(lek, other, Outcome.NOT_IDENTIFIED)
    assert "Two assessments differ. Both stand." in hers.get(page).content.decode()
    typed = {
        "person": str(person.pk), "outcome": "confirmed", "body": "court", "decider": "A court", "decided_on": show_date(clock.today()), "law": str(text.pk),
        "reasons": "On appeal", "earlier": str(other.pk), "relation": "",
    }
    client = world.client_for(world.alice)
    assert "or neither" in client.post(record, typed).content.decode()
    assert client.post(record, {**typed, "relation": "appeal"})["Location"] == listed
    body = client.get(listed).content.decode()
    for words in ("Presumed", "Not identified", "Confirmed", "Court", "Decision on an appeal", "none overwrites another"):
        assert words in body, words
    assert set(Determination.objects.values_list("outcome", flat=True)) == {"presumed", "not_identified", "confirmed"}


def test_laws_are_kept_by_a_supervisor(world):
    typed = {"country": "KH", "name": "A law", "articles": "8", "version": "as amended in 2022", "in_force": "15/02/2008",
             "text": "Word for word", "source": "Gazette 1"}
    client = world.client_for(world.bob)
    assert "No law" in client.get(reverse("casework:laws")).content.decode()
    assert client.post(reverse("casework:add_law"), typed).status_code == 302
    assert "Word for word" in client.get(reverse("casework:laws")).content.decode()
    assert "version of its own" in client.post(reverse("casework:add_law"), typed).content.decode()
