"""A disk that takes no more: what was typed goes back to whoever typed it, and is kept once there is room."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import connections
from django.urls import reverse
from django.utils.html import escape

from tests.people import agrees, registered
from tests.postgres import sqlite_only
from tests.world import STORES, actor_for, make_world
from titip.casework import actions as casework
from titip.casework.models import CaseNote
from titip.dictionary.actions import load_starter

pytestmark = [pytest.mark.django_db(databases=STORES, transaction=True), sqlite_only]
WORDS = "What she said, and no room for it. " * 400


@contextmanager
def full(alias: str) -> Iterator[None]:
    """SQLite's own limit: "database or disk is full"."""
    with connections[alias].cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")


@pytest.mark.parametrize("store", ["vault", "default"])
def test_no_word_is_lost_when_a_store_takes_no_more(store: str) -> None:
    world = make_world()
    load_starter(actor_code="tests")
    person, alice = registered(world.alice), world.client_for(world.alice)
    agrees(world.alice, person, "care")
    case = casework.open_case(actor=actor_for(world.alice), person=person, reason="a test")
    form = reverse("casework:write_note", args=[case.pk])
    sent = {"person": str(person.pk), "text": WORDS, "form_token": str(uuid4())}
    with full(store):
        refused = [alice.post(form, {**sent, "form_token": str(uuid4())}) for _ in range(40 if store == "default" else 1)][-1]
        assert refused.status_code == 503 and escape(WORDS) in refused.content.decode()
        pause = alice.post(form, sent, headers={"Accept": "application/json", "X-Titip-Draft": "1"})
        assert (pause.status_code, pause.json()) == (503, {"state": "trouble"})
        before = CaseNote.objects.count()
    assert alice.post(form, sent).status_code == 302
    assert CaseNote.objects.count() == before + 1
