"""What is typed while she is asked is kept at every pause, and a choice sent twice is one choice."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.people import registered
from tests.world import STORES
from titip.consent.models import Basis
from titip.consent.rules.deciding import NEEDED_FOR_A_YES
from titip.protect.models import PageDraft

pytestmark = pytest.mark.django_db(databases=STORES)
PAUSE = {"Accept": "application/json", "X-Titip-Draft": "1"}


def test_the_cards_come_back_after_a_pause_and_are_kept_once(world) -> None:
    person, alice, token = registered(world.alice), world.client_for(world.alice), str(uuid4())
    ask = reverse("consent:ask", args=[person.pk])
    typed = {"form_token": token, "card_care": "yes", "compensation": "bus fare", "interpreter": "none", "mode": "in_person", "confidentiality": "code"}
    assert alice.post(ask, {**typed, "draft_number": 0}, headers=PAUSE).status_code == 200
    assert not Basis.objects.exists()

    page = alice.get(ask).content.decode()

    assert "bus fare" in page and token in page and "This is what you had typed" in page
    sent = {**typed, **dict.fromkeys(NEEDED_FOR_A_YES, "on"), "draft_number": 1}
    read_back = alice.post(ask, {**sent, "step": "read"}).content.decode()
    assert token in read_back and PageDraft.objects.exists(), "the reading back keeps nothing, and lets nothing go"
    for _ in range(2):
        assert alice.post(ask, {**sent, "step": "save", "read_back": "yes"}).status_code == 302
    assert Basis.objects.count() == 1 and not PageDraft.objects.exists()


def test_another_basis_half_written_is_on_today(world) -> None:
    person, alice = registered(world.alice), world.client_for(world.alice)
    basis = reverse("consent:basis", args=[person.pk])
    alice.post(basis, {"form_token": str(uuid4()), "law_or_reason": "The court asked", "save_draft": "1"})
    assert "Another basis" in alice.get("/").content.decode()
    assert "The court asked" in alice.get(basis).content.decode()
