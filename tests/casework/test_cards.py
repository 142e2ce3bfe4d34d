"""The emergency card: her words, opened in the night by somebody who never met her, and nothing else of hers."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.people import agrees, registered
from tests.world import STORES, World, actor_for, make_world
from titip.casework import actions
from titip.casework.models import EmergencyCard
from titip.casework.rules.cards import LONGEST
from titip.consent import actions as consent
from titip.dictionary import actions as dictionary
from titip.kit.codes import new_code
from titip.protect.models import AuditEvent, Glass, ReadinessMark, SealedValue, Training
from titip.protect.rules.grounds import NoGrounds

pytestmark = pytest.mark.django_db(databases=STORES)
WORDS = {"allergies": "Penicillin: her throat swells", "never": "Never ring her brother", "call": "Her aunt, 012 000 000"}
TYPED = {**WORDS, "medicine": "", "plan": "", "on_duty": "yes", "read_back": "on"}


@pytest.fixture
def world() -> World:
    cache.clear()
    made = make_world()
    dictionary.load_starter(actor_code="tests")
    return made


def test_written_with_her_and_opened_by_one_tap_in_the_night(world: World) -> None:
    person = registered(world.alice)
    hers, night = world.client_for(world.alice), world.client_for(world.charlie)
    write, ask = reverse("casework:keep_card", args=[person.pk]), reverse("casework:card")
    assert "no basis for her care" in hers.post(write, TYPED).content.decode(), "a card stands on her word like everything beyond the minimum"
    agrees(world.alice, person, "care")
    assert "Read it back to her" in hers.post(write, {**TYPED, "read_back": ""}).content.decode()
    assert hers.post(write, TYPED)["Location"] == reverse("register:person", args=[person.pk])
    assert b"Penicillin" not in bytes(SealedValue.objects.latest("created").blob) and "Whoever is on duty" in hers.get(
        reverse("register:person", args=[person.pk])
    ).content.decode()

    assert "Open the card" in night.get(reverse("today")).content.decode(), "tap one: the code on Today"
    asked = night.post(ask, {"code": person.code}).content.decode()
    assert person.code in asked and "She is hurt or ill" in asked and "Penicillin" not in asked
    shown = night.post(ask, {"code": person.code, "reason": "hurt"})
    page = shown.content.decode()
    assert all(words in page for words in WORDS.values()) and "ask her" in page and person.pseudonym in page
    assert "no-store" in shown["Cache-Control"] and night.get(reverse("register:person", args=[person.pk])).status_code == 404, "the card, and no more"

    row = Glass.objects.get()
    assert (row.kind, row.reason, row.team_id) == ("card", "hurt", world.north.pk)
    event = AuditEvent.objects.get(kind="casework.card")
    assert event.detail == {"reason": "hurt", "element": "emergency_card"} and event.actor_code == world.charlie.code
    assert "1 opening waits" in world.client_for(world.bob).get(reverse("today")).content.decode()
    review = world.client_for(world.bob).get(reverse("glass_one", args=[row.pk])).content.decode()
    assert "She is hurt or ill" in review and "Penicillin" not in review
    assert "Penicillin" in hers.post(ask, {"code": person.code, "reason": "asked"}).content.decode() and Glass.objects.count() == 1, "hers is no broken glass"


def test_what_cannot_be_opened_looks_like_what_is_not_there(world: World) -> None:
    """No such code, no card, a card kept to her own workers, a card whose basis is gone: one answer, counted alike."""
    none, own, gone = (registered(world.alice) for _n in range(3))
    for person in (own, gone):
        agrees(world.alice, person, "care")
    keep = {"actor": actor_for(world.alice), "lines": WORDS, "read_back": True}
    actions.keep_card(person=own, on_duty=False, **keep)
    actions.keep_card(person=gone, on_duty=True, **keep)
    consent.withdraw(actor=actor_for(world.alice), person=gone, purposes=["care"])
    night, answers = actor_for(world.charlie), []
    for code in (new_code(), none.code, own.code, gone.code):
        answers.append(actions.open_card(actor=night, code=code, reason="hurt"))
    assert answers == [None] * 4 and Glass.objects.filter(kind="nothing", code="", thing="").count() == 4
    refused = AuditEvent.objects.filter(kind="casework.card")
    assert {(event.outcome, event.subjects.count(), str(event.detail)) for event in refused} == {("refused", 0, "{'reason': 'hurt'}")}
    assert actions.open_card(actor=actor_for(world.alice), code=own.code, reason="asked") is not None
    with pytest.raises(NoGrounds):
        actions.keep_card(person=gone, on_duty=True, **keep)


def test_changed_removed_and_erased(world: World) -> None:
    person = registered(world.alice)
    agrees(world.alice, person, "care")
    hers, write = world.client_for(world.alice), reverse("casework:keep_card", args=[person.pk])
    hers.post(write, TYPED)
    assert WORDS["allergies"] in hers.get(write).content.decode(), "it is changed from what stands"
    hers.post(write, {**TYPED, "allergies": "None known"})
    opened = actions.open_card(actor=actor_for(world.alice), code=person.code, reason="asked")
    assert opened is not None and opened.lines["allergies"] == "None known" and EmergencyCard.objects.count() == 2
    assert "At most" in hers.post(write, {**TYPED, "plan": "x" * (LONGEST + 1)}).content.decode() or EmergencyCard.objects.count() == 2
    with pytest.raises(actions.CannotDo, match="at least one line"):
        actions.keep_card(actor=actor_for(world.alice), person=person, lines={"plan": "  "}, on_duty=True, read_back=True)
    remove = reverse("casework:remove_card", args=[person.pk])
    assert "destroyed" in hers.get(remove).content.decode() and EmergencyCard.objects.exists()
    hers.post(remove)
    assert not EmergencyCard.objects.exists()
    hers.post(write, TYPED)
    actions.apply_erase(person.pk, frozenset(), "tests")
    assert not EmergencyCard.objects.exists()


def test_untrained_or_in_a_house_that_is_not_ready_nobody_opens_one(world: World) -> None:
    ask = reverse("casework:card")
    Training.objects.filter(staff=world.charlie).delete()
    night = world.client_for(world.charlie)
    assert night.get(ask).status_code == 404 and "Open the card" not in night.get(reverse("today")).content.decode()
    ReadinessMark.objects.all().delete()
    assert world.client_for(world.alice).get(ask).status_code == 403
    with pytest.raises(actions.CannotDo, match="ready"):
        actions.keep_card(actor=actor_for(world.alice), person=registered(world.alice), lines=WORDS, on_duty=True, read_back=True)
