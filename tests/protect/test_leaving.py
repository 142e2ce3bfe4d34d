"""A lost phone, a training done later, a colleague who leaves."""

import json
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.world import STORES, World, actor_for, make_world, with_passphrase
from titip.kit import clock
from titip.protect.actions import inviting, leaving
from titip.protect.actions.staff import CannotChangeStaff
from titip.protect.models import AuditEvent, Staff
from titip.protect.reads.staff import is_trained, live_roles
from titip.protect.sign_in.second_factor import has_totp

pytestmark = pytest.mark.django_db(databases=STORES)
CHOSEN = "three tin boats and an early bus"


@pytest.fixture
def world() -> World:
    cache.clear()
    return make_world()


def test_who_lost_her_phone_begins_again_with_her_roles_and_nothing_of_before(world: World) -> None:
    before = world.client_for(with_passphrase(world.alice))
    Staff.objects.filter(pk=world.alice.pk).update(last_login=clock.now())
    assert before.get(reverse("today")).status_code == 200

    code = leaving.begin_again(staff=world.alice, actor_code="command")
    assert before.get(reverse("today")).status_code == 302, "the session of before is nobody's"
    assert not has_totp(Staff.objects.get(pk=world.alice.pk))
    with pytest.raises(CannotChangeStaff, match="titip staff renew"):
        inviting.invite_again(staff=world.alice, actor_code=world.hun.code)
    page = world.client_for(world.hun).post(reverse("staff_invite", args=[world.alice.pk])).content.decode()
    assert "titip-code--large" not in page, "an administrator alone gets no code for somebody who was in before"

    phone = Client()
    phone.post(reverse("invited"), {"code": code})
    phone.post(reverse("invited_passphrase"), {"passphrase": CHOSEN, "again": CHOSEN})
    assert phone.post(reverse("account_login"), {"login": "alice", "password": CHOSEN})["Location"] == reverse("today")
    assert phone.get(reverse("today"), follow=True).redirect_chain, "a second factor comes before anything else"
    assert before.get(reverse("today")).status_code == 302
    assert live_roles(Staff.objects.get(pk=world.alice.pk)) == actor_for(world.alice).roles


def test_who_leaves_is_out_at_once_and_what_she_wrote_stays(world: World) -> None:
    hers, administrator = world.client_for(world.alice), world.client_for(world.hun)
    page = administrator.get(reverse("staff_leave", args=[world.alice.pk])).content.decode()
    assert "Alice Test" in page and "cannot be undone" in page and hers.get(reverse("today")).status_code == 200

    administrator.post(reverse("staff_leave", args=[world.alice.pk]))
    alice = Staff.objects.get(pk=world.alice.pk)
    assert alice.left_at is not None and not alice.is_active and not live_roles(alice) and not has_totp(alice)
    assert hers.get(reverse("today")).status_code == 302
    assert "Has left." in administrator.get(reverse("colleagues")).content.decode()
    assert AuditEvent.objects.filter(kind="protect.staff.leave", actor_code=world.hun.code, subjects__subject=alice.code).count() == 1
    for again in (leaving.leave, leaving.begin_again):
        with pytest.raises(CannotChangeStaff):
            again(staff=alice, actor_code=world.hun.code)
    assert administrator.get(reverse("staff_leave", args=[alice.pk])).status_code == 404


def test_the_only_administrator_stays_and_nobody_lets_herself_go_by_page(world: World) -> None:
    with pytest.raises(CannotChangeStaff, match="only administrator"):
        leaving.leave(staff=world.hun, actor_code="command")
    assert world.client_for(world.hun).post(reverse("staff_leave", args=[world.hun.pk])).status_code == 404


def test_a_training_done_later_is_noted_and_counts(world: World) -> None:
    world.alice.trainings.all().delete()
    address, administrator = reverse("staff_trained", args=[world.alice.pk]), world.client_for(world.hun)

    for wrong in ("", "soon", "31/12/2999", "1/1/2040"):
        administrator.post(address, {"on": wrong})
        assert not is_trained(world.alice), wrong
    administrator.post(address, {"on": "31/12/2567"})
    assert is_trained(world.alice)


def test_by_command_with_the_keyrings_passphrase(tmp_path: Path, capsys: pytest.CaptureFixture[str], world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from contextlib import nullcontext

    from titip.cli import staff as noun
    from titip.cli.output import Exit

    (tmp_path / "app.sqlite3").touch()
    for name in ("start_django", "refuse_other_version"):
        monkeypatch.setattr(noun, name, lambda: None)
    monkeypatch.setattr(noun, "unlocked", lambda home, args: nullcontext())  # the world is unlocked already
    import argparse

    parser = argparse.ArgumentParser()
    noun.add_arguments(parser)
    for words, held in ((["renew", "alice", "--json"], "invitation"), (["left", "bob", "--json"], "left")):
        args = parser.parse_args(words)
        args.home = str(tmp_path)
        assert noun.run(args) == Exit.OK
        assert json.loads(capsys.readouterr().out)[held]
    assert Staff.objects.get(username="bob").left_at is not None


def test_nobodys_own_passphrase_is_the_keyrings(world: World) -> None:
    from tests.world import KEYRING_PASSPHRASE
    from titip.protect.actions.staff import add_staff
    from titip.protect.rules.roles import Role

    with pytest.raises(CannotChangeStaff, match="of the keyring"):
        add_staff(username="lina", name="Lina Test", roles=[Role.ADMINISTRATOR], passphrase=KEYRING_PASSPHRASE, actor_code="tests")
    assert add_staff(username="lina", name="Lina Test", roles=[Role.ADMINISTRATOR], passphrase=CHOSEN, actor_code="tests").check_password(CHOSEN)
