"""An answer that takes long: counted in the background, stopped, finished, read by a colleague, gone with its release."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from tests.share.conftest import Met, live, people  # noqa: F401 - fixtures
from tests.world import STORES
from titip.analyse import reads
from titip.analyse.models import Inquiry, Reading
from titip.protect.actions.background import Runner
from titip.protect.models import AuditEvent, Work
from titip.share import actions as share
from titip.share.models import KeptAnswer, Release

pytestmark = pytest.mark.django_db(databases=STORES)


@pytest.fixture
def slow(monkeypatch: Any) -> Iterator[None]:
    """No page waits at all."""
    monkeypatch.setattr(reads, "AT_ONCE", -1.0)
    yield


def asked(client: Any, release: Release) -> str:
    client.post(reverse("analyse:ask"), {"text": "What is missing?", "expectation": "", "question": ""})
    answer = client.post(reverse("analyse:read", args=[Inquiry.objects.get().pk, release.pk]) + "?intent=gaps", {"by": "work_sector"})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


@pytest.mark.usefixtures("slow")
def test_a_long_answer_is_counted_in_the_background_and_read_by_whoever_may(people: Met, live: Release) -> None:  # noqa: F811
    world = people.world
    farid, eve, alice = (world.client_for(one) for one in (world.farid, world.eve, world.alice))
    counting = asked(farid, live)
    reading = Reading.objects.get()
    page = reverse("analyse:reading", args=[reading.pk])
    assert counting == reverse("analyse:counting", args=[reading.pk]) and farid.get(page).headers["Location"] == counting

    waits = farid.get(counting)
    assert waits.headers["Refresh"] == "3" and b"Stop counting" in waits.content and "Refresh" not in farid.get(counting, {"still": "1"}).headers
    assert b"Stop counting" not in eve.get(counting).content, "only whoever asked stops it"
    assert alice.get(counting).status_code == 404
    eve.post(reverse("analyse:count", args=[reading.pk]), {"stop": "1"})
    assert Work.objects.get().cancel_asked_at is None
    assert farid.post(reverse("analyse:count", args=[reading.pk]), {"stop": "1"}).headers["Location"] == counting
    stopped = farid.get(counting)
    assert b"Cancelled" in stopped.content and b"Count it now" in stopped.content and "Refresh" not in stopped.headers

    assert farid.post(reverse("analyse:count", args=[reading.pk])).headers["Location"] == counting
    Runner().once()
    assert Work.objects.latest("made_at").result == {"fields": 2} and AuditEvent.objects.filter(kind="analyse.count").count() == 1
    assert farid.get(counting).headers["Location"] == page
    for client in (farid, eve):
        assert b"observed people" in client.get(page).content
    assert b"observed people" in farid.get(reverse("present:table", args=[reading.pk]), {"of": "finding"}).content
    assert alice.get(page).status_code == 404

    share.recall_release(actor_code="tests", release=live, reason="it must end")
    assert not KeptAnswer.objects.exists()
    assert farid.get(page).status_code == 410 and farid.get(counting).headers["Location"] == page


@pytest.mark.usefixtures("slow")
def test_what_ended_while_it_waited_is_not_counted(people: Met, live: Release) -> None:  # noqa: F811
    world = people.world
    farid = world.client_for(world.farid)
    counting = asked(farid, live)
    world.farid.is_active = False
    world.farid.save()

    Runner().once()

    assert Work.objects.get().result == {"fields": 0} and not KeptAnswer.objects.exists()
    assert "Nothing could be counted" in world.client_for(world.eve).get(counting).content.decode()


def test_a_quick_one_answers_at_once_and_what_was_counted_is_kept(people: Met, live: Release) -> None:  # noqa: F811
    farid = people.world.client_for(people.world.farid)

    page = asked(farid, live)

    assert page == reverse("analyse:reading", args=[Reading.objects.get().pk]) and not Work.objects.exists()
    assert b"observed people" in farid.get(page).content and KeptAnswer.objects.count() == 1
