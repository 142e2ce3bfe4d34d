"""Sign-in as people do it, and as those try it who should not."""

import io
import logging
import re
import time
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.world import PASSPHRASE, STORES, World, client_for, make_world, with_passphrase
from titip.protect import vault
from titip.protect.actions.seeds import of_colleague
from titip.protect.actions.staff import CannotChangeStaff, add_staff, end_role, grant_role, set_up_totp
from titip.protect.logs import NoValues
from titip.protect.models import AuditEvent, Staff
from titip.protect.passphrases import Guessable
from titip.protect.rules.roles import Role
from titip.protect.sign_in.second_factor import current_code

pytestmark = pytest.mark.django_db(databases=STORES)


@pytest.fixture
def world() -> World:
    cache.clear()
    return make_world()


def knock(client: Client, username: str, passphrase: str, **extra: Any) -> Any:
    return client.post(reverse("account_login"), {"login": username, "password": passphrase}, **extra)


def code_of(staff: Staff) -> str:
    code = current_code(staff)
    assert code is not None
    return code


def events(kind: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(kind=kind).order_by("seq"))


class TestTheWayIn:
    def test_passphrase_then_code_then_today(self, world: World) -> None:
        with_passphrase(world.alice)
        client = Client()
        assert knock(client, "alice", PASSPHRASE)["Location"] == reverse("mfa_authenticate")
        assert client.get(reverse("today")).status_code == 302, "the passphrase alone opens nothing"
        response = client.post(reverse("mfa_authenticate"), {"code": code_of(world.alice)})
        assert response["Location"] == reverse("today")
        assert client.get(reverse("today")).status_code == 200
        event = events("protect.sign_in")[-1]
        assert (event.actor_code, event.outcome, event.detail) == (world.alice.code, "ok", {"steps": ["mfa", "password"], "browser": "Another-browser"})

    def test_back_to_the_page_asked_for_but_never_to_another_site(self, world: World) -> None:
        with_passphrase(world.ines)
        ours = Client().post(reverse("account_login") + "?next=/help", {"login": "ines", "password": PASSPHRASE})
        assert ours["Location"] == "/help"
        elsewhere = Client().post(reverse("account_login") + "?next=https://example.org/", {"login": "ines", "password": PASSPHRASE})
        assert elsewhere["Location"] == reverse("today")

    def test_a_colleague_without_authenticator_sets_one_up_before_anything_else(self, world: World) -> None:
        Authenticator.objects.filter(user=world.alice).delete()
        with_passphrase(world.alice)
        client = Client()
        knock(client, "alice", PASSPHRASE)
        assert client.get(reverse("today"))["Location"].startswith(reverse("mfa_activate_totp"))
        page = client.get(reverse("mfa_activate_totp"))
        secret = page.context["form"].secret
        _earlier, now, _later = totp.yield_hotp_counters_from_time()
        done = client.post(reverse("mfa_activate_totp"), {"code": totp.format_hotp_value(totp.hotp_value(secret, now))})
        assert done["Location"] == reverse("mfa_view_recovery_codes")
        codes = client.get(reverse("mfa_view_recovery_codes"))
        assert len(codes.context["unused_codes"]) == 10
        assert codes.context["can_view_codes"]
        assert not client.get(reverse("mfa_view_recovery_codes")).context["can_view_codes"], "shown once"
        assert client.get(reverse("today")).status_code == 200, "the code just given counts for this sign-in"
        assert events("protect.myself")[-1].detail == {"changed": "set_up"}

    def test_signing_out_is_a_form_and_is_logged(self, world: World) -> None:
        client = client_for(world.alice)
        assert client.get(reverse("account_logout")).status_code == 200
        assert client.get(reverse("today")).status_code == 200
        client.post(reverse("account_logout"))
        assert client.get(reverse("today")).status_code == 302
        assert events("protect.sign_out")[-1].detail == {"why": "asked"}

    def test_a_new_passphrase_ends_other_sessions_and_asks_for_the_old(self, world: World) -> None:
        with_passphrase(world.alice)
        here, elsewhere = client_for(world.alice), client_for(world.alice)
        new = "nine purple ladders under the mango rain"
        wrong = here.post(reverse("account_change_password"), {"oldpassword": "not this one at all", "password1": new, "password2": new})
        assert wrong.status_code == 200
        weak = here.post(reverse("account_change_password"), {"oldpassword": PASSPHRASE, "password1": "passwordpassword", "password2": "passwordpassword"})
        assert weak.status_code == 200
        done = here.post(reverse("account_change_password"), {"oldpassword": PASSPHRASE, "password1": new, "password2": new})
        assert done.status_code == 302
        assert here.get(reverse("today")).status_code == 200
        assert elsewhere.get(reverse("today")).status_code == 302


class TestGuessing:
    def test_unknown_name_wrong_passphrase_and_one_who_left_get_one_answer_for_one_price(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        with_passphrase(world.alice)
        with_passphrase(world.bob)
        Staff.objects.filter(pk=world.bob.pk).update(is_active=False)
        spent: list[str] = []
        real = Argon2PasswordHasher.encode, Argon2PasswordHasher.verify
        monkeypatch.setattr(Argon2PasswordHasher, "encode", lambda *a, **k: spent.append("argon2") or real[0](*a, **k))
        monkeypatch.setattr(Argon2PasswordHasher, "verify", lambda *a, **k: spent.append("argon2") or real[1](*a, **k))
        answers = []
        for username, passphrase in [("nobody", PASSPHRASE), ("alice", "wrong " + PASSPHRASE), ("bob", PASSPHRASE)]:
            spent.clear()
            response = knock(Client(), username, passphrase)
            text = re.sub(r'value="[^"]*"', "", response.content.decode())
            answers.append((response.status_code, text, list(spent)))
        assert answers[0] == answers[1] == answers[2]
        assert answers[0][2] == ["argon2"]

    def test_a_failure_is_logged_without_what_was_typed(self, world: World) -> None:
        with_passphrase(world.alice)
        knock(Client(), "alice", "wrong words entirely here")
        knock(Client(), PASSPHRASE, "typed into the wrong box")
        known, unknown = events("protect.sign_in")[-2:]
        assert (known.actor_code, known.outcome, known.detail) == (world.alice.code, "failed", {"step": "passphrase", "browser": "Another-browser"})
        assert (unknown.actor_code, unknown.outcome) == ("nobody", "failed")

    def test_five_wrong_tries_stop_the_guesser_but_not_the_colleague_at_her_own_desk(self, world: World) -> None:
        with_passphrase(world.alice)
        for _ in range(5):
            knock(Client(), "alice", "wrong words entirely here", REMOTE_ADDR="203.0.113.9")
        stopped = knock(Client(), "alice", PASSPHRASE, REMOTE_ADDR="203.0.113.9")
        assert "Too many tries" in stopped.content.decode()
        assert knock(Client(), "alice", PASSPHRASE, REMOTE_ADDR="203.0.113.20")["Location"] == reverse("mfa_authenticate")

    def test_codes_cannot_be_guessed_through(self, world: World) -> None:
        with_passphrase(world.alice)
        client = Client()
        knock(client, "alice", PASSPHRASE)
        right = code_of(world.alice)
        wrong = "000000" if right != "000000" else "111111"
        answers = [client.post(reverse("mfa_authenticate"), {"code": wrong}).content.decode() for _ in range(7)]
        assert "Too many tries" in answers[-1]
        assert client.get(reverse("today")).status_code == 302
        assert events("protect.sign_in")[-1].detail == {"step": "second_factor", "browser": "Another-browser"}

    def test_a_code_works_once_even_while_the_clock_tolerance_still_takes_it(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        with_passphrase(world.alice)
        code = code_of(world.alice)

        def enter() -> Any:
            client = Client()
            knock(client, "alice", PASSPHRASE)
            return client.post(reverse("mfa_authenticate"), {"code": code})

        assert enter().status_code == 302
        assert enter().status_code == 200
        real = time.time
        monkeypatch.setattr(time, "time", lambda: real() + 31)  # allauth's own guard has forgotten by now
        assert enter().status_code == 200
        monkeypatch.undo()

    def test_a_recovery_code_works_once(self, world: World) -> None:
        with_passphrase(world.alice)
        with of_colleague(world.alice.pk):
            codes = Authenticator.objects.get(user=world.alice, type="recovery_codes").wrap().get_unused_codes()
        for expected in (302, 200):
            client = Client()
            knock(client, "alice", PASSPHRASE)
            assert client.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == expected

    def test_of_three_hundred_codes_five_are_looked_at(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        with_passphrase(world.alice)
        client = Client()
        knock(client, "alice", PASSPHRASE)
        looked: list[str] = []
        monkeypatch.setattr(totp, "validate_totp_code", lambda secret, code: looked.append(code))
        for guess in range(300):
            client.post(reverse("mfa_authenticate"), {"code": f"{guess:06d}"})
        assert len(looked) == 5


class TestWhatIsNotThere:
    @pytest.mark.parametrize(
        "name",
        [
            "account_signup", "account_email", "account_reset_password", "account_set_password", "account_inactive", "mfa_deactivate_totp",
            "mfa_download_recovery_codes",
        ],
    )
    def test_pages_that_we_do_not_have_have_no_address(self, name: str) -> None:
        with pytest.raises(NoReverseMatch):
            reverse(name)

    def test_no_email_address_is_ever_kept(self, world: World) -> None:
        with_passphrase(world.alice)
        knock(Client(), "alice", PASSPHRASE)
        assert not EmailAddress.objects.exists()

    def test_the_passphrase_alone_does_not_confirm_who_has_a_second_factor(self, world: World) -> None:
        with_passphrase(world.alice)
        client = client_for(world.alice)
        asked = client.get(reverse("mfa_generate_recovery_codes"))
        assert asked["Location"].startswith(reverse("mfa_reauthenticate"))
        assert client.get(reverse("account_reauthenticate"))["Location"].startswith(reverse("mfa_reauthenticate"))
        client.post(reverse("account_reauthenticate"), {"password": PASSPHRASE})
        assert client.get(reverse("mfa_generate_recovery_codes")).status_code == 302
        client.post(reverse("mfa_reauthenticate"), {"code": code_of(world.alice)})
        assert client.get(reverse("mfa_generate_recovery_codes")).status_code == 200


class TestAtRest:
    def test_no_secret_of_the_second_factor_stands_in_the_database(self, world: World) -> None:
        secret = set_up_totp(staff=world.alice)
        seed = vault.open_secret(Authenticator.objects.get(user=world.alice, type="recovery_codes").data["seed"]).split("|")[-1]
        Authenticator.objects.filter(user=world.bob).delete()
        with_passphrase(world.bob)
        client = Client()
        knock(client, "bob", PASSPHRASE)
        setting_up = client.get(reverse("mfa_activate_totp")).context["form"].secret
        with connection.cursor() as cursor:
            kept = "SELECT cast(data AS text) FROM mfa_authenticator UNION ALL SELECT session_data FROM django_session UNION ALL SELECT value FROM web_cache"
            cursor.execute(kept)
            everything = " ".join(str(row[0]) for row in cursor.fetchall())
        assert len(everything) > 1000
        for word in (secret, seed, setting_up, "bob", "alice"):
            assert word not in everything

    def test_a_secret_in_the_plain_is_refused(self, world: World) -> None:
        Authenticator.objects.filter(user=world.alice, type="totp").update(data={"secret": "JBSWY3DPEHPK3PXP"})
        with pytest.raises(vault.Refused):
            current_code(world.alice)


class TestPassphrases:
    @pytest.mark.parametrize("word", ["passwordpassword", "qwertyuiopasdfghjk", "aaaaaaaaaaaaaaaaaaaa", "alicealicealice1"])
    def test_what_can_be_guessed_is_refused(self, word: str) -> None:
        with pytest.raises(ValidationError):
            Guessable().validate(word, Staff(username="alice", name="Alice Test"))

    @pytest.mark.parametrize("word", [PASSPHRASE, "ទន្លេមេគង្គ ហូរ ចាក់ យឺតៗ ពេលល្ងាច", "kursi bambu menari di atas atap"])
    def test_words_of_any_language_are_welcome(self, word: str) -> None:
        Guessable().validate(word, Staff(username="alice", name="Alice Test"))


class TestColleagues:
    def test_roles_that_exclude_each_other_are_refused(self, world: World) -> None:
        with pytest.raises(CannotChangeStaff, match="both"):
            grant_role(staff=world.dara, role=Role.ANALYST, actor_code=world.hun.code)
        with pytest.raises(CannotChangeStaff, match="both"):
            add_staff(username="zed", name="Zed Test", roles=[Role.AUDITOR, Role.FRONTLINE], actor_code=world.hun.code)
        assert not Staff.objects.filter(username="zed").exists()

    def test_nobody_grants_herself_a_role(self, world: World) -> None:
        with pytest.raises(CannotChangeStaff, match="herself"):
            grant_role(staff=world.hun, role=Role.STEWARD, actor_code=world.hun.code)

    def test_the_last_administrator_stays(self, world: World) -> None:
        with pytest.raises(CannotChangeStaff, match="only administrator"):
            end_role(staff=world.hun, role=Role.ADMINISTRATOR, actor_code=world.hun.code)

    @pytest.mark.parametrize("username", ["", "A", "two words", "ALICE", "alice", "x" * 61, "a\n"])
    def test_a_user_name_is_short_plain_and_free(self, world: World, username: str) -> None:
        with pytest.raises(CannotChangeStaff):
            add_staff(username=username, name="Some One", roles=[Role.STEWARD], actor_code=world.hun.code)

    def test_granting_and_ending_are_in_the_log_by_code(self, world: World) -> None:
        client = world.client_for(world.hun)
        assert client.post(reverse("role_grant", args=[world.eve.pk]), {"role": "analyst"}).status_code == 302
        assert client.post(reverse("role_end", args=[world.eve.pk]), {"role": "analyst"}).status_code == 302
        granted, ended = events("protect.staff.grant")[-1], events("protect.staff.end")[-1]
        assert granted.detail == ended.detail == {"role": "analyst"}
        assert [one.subject for one in granted.subjects.all()] == [world.eve.code]


@pytest.mark.parametrize("name", ["django", ""])
def test_nothing_typed_reaches_the_server_log(name: str) -> None:
    """A fault in the middle of a request names its class and place only; the handlers are those that the settings made."""
    handlers = [one for one in logging.getLogger(name).handlers if any(isinstance(sieve, NoValues) for sieve in one.filters)]
    assert handlers, "the settings put the sieve on every handler"
    written = io.StringIO()
    before = handlers[0].setStream(written)  # type: ignore[attr-defined]
    try:
        logger = logging.getLogger("django.request" if name else "some.library")
        try:
            raise ValueError("Sokha, born in Battambang")
        except ValueError:
            logger.error("Internal Server Error: %s", "/register/Sokha", exc_info=True)
        logger.warning("could not parse Sokha")
    finally:
        handlers[0].setStream(before)  # type: ignore[attr-defined]
    assert "Sokha" not in written.getvalue()
    assert "ValueError at test_sign_in.py" in written.getvalue()


def test_code_files_name_no_default_error_mail() -> None:
    text = (Path(__file__).parents[2] / "titip" / "web" / "settings.py").read_text()
    assert "mail_admins" not in text
