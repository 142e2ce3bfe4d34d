"""Anchors outside the database: written by the week, copied, mailed, compared; and verification in the background."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.urls import reverse

from tests.world import World, make_world
from titip.kit import clock
from titip.protect import vault
from titip.protect.actions import audit, background, watching
from titip.protect.models import Alarm, AuditEvent, Digest
from titip.protect.reads.weekly import kept_anchors, unfit, week_in_counts
from titip.protect.rules.watching import Watched
from titip.protect.vault import spool

pytestmark = pytest.mark.django_db(databases=["default", "vault", "keys"])
MONDAY = datetime(2026, 3, 9, 5, tzinfo=UTC)


@pytest.fixture
def world() -> World:
    return make_world()


def tamper(seq: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE protect_auditevent SET mac = %s WHERE seq = %s", ["0" * 64, seq])


def some_history(world: World) -> None:
    audit.record(kind="protect.sign_in", actor_code=world.alice.code)
    audit.record(kind="register.identity", actor_code=world.alice.code, purpose="care")
    audit.record(kind="register.open", actor_code=world.alice.code, outcome="refused")
    watching.sound(staff_code=world.alice.code, kind=Watched.HOURS, count=2)


def test_a_week_that_has_ended_gets_its_digest_once_by_itself(world: World) -> None:
    with clock.at(MONDAY - timedelta(days=3)):
        some_history(world)
    with clock.at(MONDAY):
        run("protect.week")
        row = Digest.objects.get()
        assert row.week == "2026-W10" and (row.file, row.copied, row.mailed) == ("ok", "", "")
        text = (settings.HOME.anchors / "titip-2026-W10.txt").read_text()
        assert f"Anchor: {row.anchor}" in text and "2026-03-02 to 2026-03-08" in text and "identities: 1" in text and "refused: 1" in text
        assert world.alice.code not in text and world.alice.name not in text and len(text) < 700
        assert oct((settings.HOME.anchors / "titip-2026-W10.txt").stat().st_mode)[-3:] == "600"
        run("protect.week")
        assert AuditEvent.objects.filter(kind="protect.audit.anchor").count() == 1
        assert kept_anchors().anchors == (row.anchor,) and unfit(kept_anchors().anchors) == ()


def test_a_locked_server_keeps_its_week_too_and_says_so_in_the_spool(world: World) -> None:
    audit.record(kind="protect.sign_in", actor_code=world.alice.code)
    vault.lock()
    watching.digest(week="2026-W10", actor_code="schedule")
    assert kept_anchors().anchors and spool.lines(settings.HOME.spool)[-1]["kind"] == "protect.audit.anchor"


def test_a_second_place_that_is_away_is_told_and_made_up_for(world: World, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    watching.set_rules(opens=6, closes=22, alarm_after=100, stop_after=300, second_place=str(stick), actor_code="tests")
    made = watching.digest(week="2026-W10", actor_code="tests")
    assert (made.file, made.copied) == ("ok", "no_folder") and not stick.exists() and kept_anchors().missing == (stick,)
    page = world.client_for(world.gita).get(reverse("week")).content.decode()
    assert "not written; it is tried again" in page and str(stick) in page
    stick.mkdir()
    assert watching.retry_copies() == 1 and (stick / "titip-2026-W10.txt").exists() and Digest.objects.get().copied == "ok"
    assert watching.retry_copies() == 0 and kept_anchors().places == (settings.HOME.anchors, stick)


def test_the_mail_holds_counts_and_the_anchor_only_and_a_mail_that_fails_loses_nothing(world: World, settings: Any) -> None:
    some_history(world)
    watching.set_rules(
        opens=6, closes=22, alarm_after=100, stop_after=300, mail_to="board@example.org", mail_also="two@example.org", actor_code="tests"
    )
    settings.EMAIL_HOST = ""
    assert watching.digest(week="2026-W10", actor_code="tests").mailed == "no_server" and not mail.outbox
    settings.EMAIL_HOST = "mail.example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.nowhere"
    assert watching.digest(week="2026-W10", actor_code="tests").mailed == "not_sent"
    assert (settings.HOME.anchors / "titip-2026-W10.txt").exists()
    assert "not sent; it is tried again" in world.client_for(world.gita).get(reverse("week")).content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert watching.retry_copies() == 1 and Digest.objects.get().mailed == "ok"
    sent = mail.outbox[0]
    assert sent.to == ["board@example.org", "two@example.org"] and Digest.objects.get().anchor in sent.subject
    everything = sent.subject + sent.body
    assert not [one for one in (world.alice.code, world.alice.name, world.organisation.name) if one in everything]


def test_the_weekly_page_counts_and_fits_one_sheet(world: World) -> None:
    some_history(world)
    client = world.client_for(world.gita)
    page = client.get(reverse("week")).content.decode()
    assert audit.anchor().split("-")[0] and "Opened records outside the hours of work" in page and world.alice.name not in page
    assert client.post(reverse("week_make")).status_code == 302
    counted = week_in_counts(Digest.objects.get().week)
    assert (counted.refused, counted.identities) == (1, 1) and counted.counts["alarms"] == 1
    assert client.get(reverse("week"), {"week": "nonsense"}).status_code == 200
    tamper(int(Digest.objects.get().anchor.split("-")[0]))
    assert "These kept anchors do not fit" in client.get(reverse("week")).content.decode()


def test_each_verification_compares_every_kept_anchor_and_an_alarm_follows(world: World) -> None:
    some_history(world)
    anchor, _file = watching.note_anchor(actor_code="tests")
    seq = int(anchor.split("-")[0])
    with connection.cursor() as cursor:
        for statement in (
            "DELETE FROM protect_auditsubject WHERE event_id >= %s", "DELETE FROM protect_auditevent WHERE seq >= %s",
            "DELETE FROM protect_auditcheckpoint WHERE seq >= %s",
        ):
            cursor.execute(statement, [seq])
        cursor.execute("UPDATE protect_audithead SET seq = %s, mac = (SELECT mac FROM protect_auditevent WHERE seq = %s)", [seq - 1, seq - 1])
    assert audit.verify().ok and not audit.verify(kept=kept_anchors().anchors).ok
    assert audit.verify(kept=kept_anchors().anchors).first_bad == seq
    run("protect.verify")
    failed = AuditEvent.objects.get(kind="protect.audit.verify")
    assert failed.outcome == "failed" and failed.detail["first_bad"] == seq and Alarm.objects.get(kind="log").count == 1


def test_the_page_compares_a_typed_anchor_at_once_and_proves_the_rest_in_the_background(world: World) -> None:
    client = world.client_for(world.gita)
    some_history(world)
    anchor = audit.anchor()
    bad = client.post(reverse("log_verify"), {"anchor": f"{anchor.split('-')[0]}-{'0' * 16}"})
    assert "is not the one from which this anchor was taken" in bad.content.decode() and Alarm.objects.filter(kind="log").exists()
    asked = client.post(reverse("log_verify"), {"anchor": anchor})
    assert asked.status_code == 302
    background.Runner().once()
    assert "all in order" in client.get(asked["Location"]).content.decode()
    assert "entries hold" in client.get(reverse("who_did_what")).content.decode()


def run(job: str) -> None:
    background.hasten(job=job, actor_code="schedule", staff_id=None)
    background.Runner().once()
