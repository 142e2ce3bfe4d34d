"""Releases: only who agreed, nothing that names, k held, somebody else approves, and withdrawal reaches them."""

from collections import Counter

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.people import agrees
from tests.share.conftest import Met, wish
from tests.world import actor_for
from titip.consent import actions as consent
from titip.consent.models import ConsentDecision
from titip.kit import clock
from titip.protect.models import AuditEvent
from titip.protect.reads.files import Gone, fetch
from titip.register.reads.releasing import NotForRelease
from titip.share import actions, reads
from titip.share.models import Release
from titip.share.rules import ReleaseRefused


def test_only_who_agreed_is_in_it_and_the_rest_are_counted(people: Met) -> None:
    release = actions.draft_release(actor=actor_for(people.world.eve), wish=wish())
    assert (release.rows, release.left_out) == (14, 3)
    assert set(release.inclusions.values_list("person_id", flat=True)) == {p.pk for p in people.agreed}


def test_every_row_shares_its_identifying_answers_with_k(people: Met) -> None:
    eve = actor_for(people.world.eve)
    released = reads.open_release(eve, actions.draft_release(actor=eve, wish=wish(k=5)))
    columns = [released.column(code).cells() for code in released.suppression.quasi_identifiers]
    assert columns, "the starter marks no quasi-identifier among these"
    assert min(Counter(zip(*columns, strict=True)).values()) >= 5


@pytest.mark.parametrize("element", ["family_name", "given_name", "birth_date", "phone", "narrative"])
def test_what_names_a_person_or_is_free_text_never_leaves(people: Met, element: str) -> None:
    with pytest.raises(NotForRelease):
        actions.draft_release(actor=actor_for(people.world.eve), wish=wish(elements=["gender", element]))
    assert not Release.objects.exists()


def test_outside_needs_eleven_alike(people: Met) -> None:
    with pytest.raises(ReleaseRefused, match="11"):
        actions.draft_release(actor=actor_for(people.world.eve), wish=wish(audience="outside", k=10))


def test_outside_waits_for_somebody_else(people: Met) -> None:
    eve, dara, farid = (actor_for(one) for one in (people.world.eve, people.world.dara, people.world.farid))
    release = actions.send_release(actor=eve, release=actions.draft_release(actor=eve, wish=wish(audience="outside", k=11, recipient="A donor")))
    assert release.state == "asked"
    told = {one: release.code in people.world.client_for(one).get("/").content.decode() for one in (people.world.eve, people.world.dara, people.world.farid)}
    assert list(told.values()) == [False, True, False], "whoever may decide is told on Today; whoever asked, and who may not, is not"
    with pytest.raises(reads.NotReleased):
        reads.open_release(farid, release)
    with pytest.raises(actions.CannotDecide):
        actions.decide_release(actor=eve, release=release, approve=True)
    release = actions.decide_release(actor=dara, release=release, approve=True)
    assert reads.open_release(farid, release).n == 14
    assert release.code not in people.world.client_for(people.world.dara).get("/").content.decode()


def test_withdrawal_recalls_the_release_and_destroys_its_table(people: Met, live: Release, django_capture_on_commit_callbacks) -> None:
    file_id = live.file_id
    assert fetch(file_id)
    with django_capture_on_commit_callbacks(execute=True):
        consent.withdraw(actor=actor_for(people.world.alice), person=people.agreed[0], purposes=["statistics"], reason="her wish")
    live.refresh_from_db()
    assert (live.state, live.file_id) == ("recalled", None)
    with pytest.raises(Gone):
        fetch(file_id)
    assert not (settings.HOME.files / f"{file_id.hex}.sealed").exists()


def test_withdrawal_of_another_purpose_leaves_it(people: Met, live: Release) -> None:
    agrees(people.world.alice, people.agreed[0], "outreach")
    consent.withdraw(actor=actor_for(people.world.alice), person=people.agreed[0], purposes=["outreach"], reason="her wish")
    live.refresh_from_db()
    assert live.state == "live"


def test_a_recall_stands_as_it_was_written(people: Met, live: Release) -> None:
    consent.withdraw(actor=actor_for(people.world.alice), person=people.agreed[0], purposes=["statistics"])
    before = Release.objects.values("recalled_at", "recall_reason").get(pk=live.pk)
    answer = people.world.client_for(people.world.eve).post(reverse("share:decide", args=[live.pk]), {"decision": "recall", "reason": "A slip"}, follow=True)
    assert "recalled already" in answer.content.decode()
    assert Release.objects.values("recalled_at", "recall_reason").get(pk=live.pk) == before


def test_a_table_that_waited_goes_nowhere_once_somebodys_word_has_run_out(people: Met) -> None:
    eve, dara = actor_for(people.world.eve), actor_for(people.world.dara)
    draft = actions.draft_release(actor=eve, wish=wish())
    asked = actions.send_release(actor=eve, release=actions.draft_release(actor=eve, wish=wish(audience="outside", k=11, recipient="A donor")))
    hers = ConsentDecision.objects.filter(basis__person=people.agreed[0], purpose="statistics")
    hers.update(valid_until=clock.now())

    with pytest.raises(actions.CannotDecide, match="1 person in it has run out"):
        actions.send_release(actor=eve, release=draft)
    with pytest.raises(actions.CannotDecide, match="run out"):
        actions.decide_release(actor=dara, release=asked, approve=True)
    assert actions.decide_release(actor=dara, release=asked, approve=False).state == "refused"


def test_the_table_lies_sealed_on_the_disk(people: Met, live: Release) -> None:
    lying = (settings.HOME.files / f"{live.file_id.hex}.sealed").read_bytes()
    assert b"construction" not in lying and b"columns" not in lying


def test_making_and_reading_are_in_the_log(people: Met, live: Release) -> None:
    reads.open_release(actor_for(people.world.farid), live)
    kinds = list(AuditEvent.objects.filter(subjects__subject=str(live.pk)).values_list("kind", flat=True))
    assert kinds == ["share.make", "share.send", "share.read"]
    assert AuditEvent.objects.filter(kind="register.release").exists()


def test_reading_people_takes_no_more_queries_for_more_people(people: Met) -> None:
    eve = actor_for(people.world.eve)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            actions.draft_release(actor=eve, wish=wish())
        return len(seen)

    for person in people.agreed[3:10]:
        consent.withdraw(actor=actor_for(people.world.alice), person=person, purposes=["statistics"], reason="her wish")
    fewer = queries()
    for person in people.agreed[3:10]:
        agrees(people.world.alice, person, "statistics")
    assert queries() == fewer


def test_pages_from_wish_to_csv(people: Met) -> None:
    eve = people.world.client_for(people.world.eve)
    wanted = vars(wish()) | {"recipient": "", "outside_note": "", "bias": ""}
    answer = eve.post(reverse("share:make"), wanted)
    release = Release.objects.get()
    assert answer.headers["Location"] == reverse("share:release", args=[release.pk])
    assert people.world.client_for(people.world.farid).get(reverse("share:release", args=[release.pk])).status_code == 404, "a draft is its maker's"
    assert "3 people are counted but left out" in eve.get(reverse("share:release", args=[release.pk])).content.decode()
    eve.post(reverse("share:decide", args=[release.pk]), {"decision": "send"})
    farid = people.world.client_for(people.world.farid)
    shown = farid.get(reverse("share:table", args=[release.pk])).content.decode()
    assert "Fishing" in shown and "Canary" not in shown
    csv = farid.get(reverse("share:download", args=[release.pk])).content.decode("utf-8-sig")
    assert csv.count("\n") > 14 and "Canary" not in csv and "k = 3" in csv


def test_a_wish_that_cannot_be_met_keeps_what_was_typed(people: Met) -> None:
    eve = people.world.client_for(people.world.eve)
    wanted = vars(wish(audience="outside", k=4, title="A title that took long")) | {"recipient": "", "outside_note": "", "bias": ""}
    page = eve.post(reverse("share:make"), wanted).content.decode()
    assert "k must be 11 or more" in page and "A title that took long" in page and "Say who receives it" in page


@pytest.mark.parametrize("who", ["alice", "charlie", "gita", "hun"])
def test_tables_are_closed_to_who_does_not_analyse(people: Met, live: Release, who: str) -> None:
    client = people.world.client_for(getattr(people.world, who))
    assert client.get(reverse("share:table", args=[live.pk])).status_code == 404
    assert client.get(reverse("share:download", args=[live.pk])).status_code == 404
    assert client.get(reverse("share:make")).status_code == 404
