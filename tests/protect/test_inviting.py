"""A colleague is invited by a code told in person, and comes in with a passphrase that nobody else knows."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.world import STORES, World, make_world
from titip.kit import clock
from titip.protect.actions import inviting
from titip.protect.actions.staff import CannotChangeStaff, grant_role
from titip.protect.models import AuditEvent, Invitation, Staff, Team
from titip.protect.rules.roles import Role

pytestmark = pytest.mark.django_db(databases=STORES)
CHOSEN = "three tin boats and an early bus"
TOLD = {"name": "Lina Test", "username": "lina", "roles": ["provider"], "trained_on": "31/12/2567"}


@pytest.fixture
def world() -> World:
    cache.clear()
    return make_world()


def shown_code(page: str) -> str:
    found = re.search(r"titip-code--large\">([0-9A-Z]{4}-[0-9A-Z]{4})<", page)
    assert found is not None, page[:2000]
    return found[1]


def test_from_the_page_of_colleagues_to_the_first_sign_in(world: World) -> None:
    administrator = world.client_for(world.hun)
    code = shown_code(administrator.post(reverse("colleague_add"), {**TOLD, "teams": [world.north.pk]}).content.decode())
    assert "her code works until" in administrator.get(reverse("colleagues")).content.decode()
    assert code.replace("-", "") not in str(list(Invitation.objects.values())), "only a keyed token is kept"

    phone = Client()
    assert "I was invited" in phone.get(reverse("account_login")).content.decode()
    assert phone.get(reverse("invited_passphrase"))["Location"] == reverse("invited"), "the code comes first"
    assert phone.post(reverse("invited"), {"code": code.lower().replace("-", " ")})["Location"] == reverse("invited_passphrase")
    page = phone.post(reverse("invited_passphrase"), {"passphrase": "passwordpassword", "again": "passwordpassword"}).content.decode()
    assert ("too common" in page or "guessed" in page) and "lina" in page and "passwordpassword" not in page
    assert "not the same" in phone.post(reverse("invited_passphrase"), {"passphrase": CHOSEN, "again": CHOSEN + "x"}).content.decode()
    assert phone.post(reverse("invited_passphrase"), {"passphrase": CHOSEN, "again": CHOSEN})["Location"] == reverse("account_login")
    assert phone.post(reverse("account_login"), {"login": "lina", "password": CHOSEN})["Location"] == reverse("today")

    assert Client().post(reverse("invited"), {"code": code}).status_code == 200, "a code works once"
    lina = Staff.objects.get(username="lina")
    kinds = list(AuditEvent.objects.filter(subjects__subject=lina.code).order_by("seq").values_list("kind", "actor_code"))
    assert kinds == [("protect.staff.add", world.hun.code), ("protect.staff.invite", world.hun.code), ("protect.staff.invite", lina.code)]


def test_the_first_team_of_a_house_is_made_with_its_first_member(world: World) -> None:
    administrator, url = world.client_for(world.hun), reverse("colleague_add")
    assert 'name="teams"' in administrator.get(url).content.decode()
    Team.objects.all().delete()
    assert 'name="teams"' not in administrator.get(url).content.decode(), "a question without a choice is not asked"
    shown_code(administrator.post(url, {**TOLD, "new_team": " Harbour  office "}).content.decode())
    administrator.post(url, {**TOLD, "username": "Nobody At All", "new_team": "Ghosts"})
    shown_code(administrator.post(url, {**TOLD, "username": "mina", "new_team": "Harbour office"}).content.decode())
    assert list(Team.objects.values_list("name", flat=True)) == ["Harbour office"], "one team of a name, and none for a colleague who was refused"
    assert set(Team.objects.get().members.values_list("username", flat=True)) == {"lina", "mina"}


def test_whoever_needs_a_second_factor_sets_it_up_before_anything_else(world: World) -> None:
    staff, code = inviting.invite(username="lina", name="Lina Test", roles=[Role.FRONTLINE], actor_code=world.hun.code)
    phone = Client()
    phone.post(reverse("invited"), {"code": code})
    phone.post(reverse("invited_passphrase"), {"passphrase": CHOSEN, "again": CHOSEN})
    phone.post(reverse("account_login"), {"login": "lina", "password": CHOSEN})
    assert phone.get("/")["Location"].startswith(reverse("mfa_activate_totp"))


def test_a_code_ends_by_time_by_being_taken_back_and_by_a_newer_one(world: World) -> None:
    staff, old = inviting.invite(username="lina", name="Lina Test", roles=[Role.PROVIDER], actor_code=world.hun.code)
    administrator = world.client_for(world.hun)
    newer = shown_code(administrator.post(reverse("staff_invite", args=[staff.pk])).content.decode())
    with pytest.raises(inviting.BadInvitation, match="opens nothing"):
        inviting.invited_by(code=old, address="1")
    assert inviting.invited_by(code=newer, address="1").staff == staff
    with clock.at(clock.now() + inviting.LIFE + timedelta(seconds=1)), pytest.raises(inviting.BadInvitation, match="opens nothing"):
        inviting.invited_by(code=newer, address="1")
    waiting = inviting.invited_by(code=newer, address="1")
    administrator.post(reverse("staff_revoke", args=[staff.pk]))
    with pytest.raises(inviting.BadInvitation, match="taken back meanwhile"):
        inviting.accept(invitation=waiting, passphrase=CHOSEN)
    assert "Give her a new one" in administrator.get(reverse("colleagues")).content.decode()
    with pytest.raises(CannotChangeStaff, match="no open invitation"):
        inviting.revoke(staff=staff, actor_code=world.hun.code)
    with pytest.raises(CannotChangeStaff, match="not come in yet"):
        inviting.invite_again(staff=world.eve, actor_code=world.hun.code)
    assert grant_role(staff=staff, role=Role.STEWARD, actor_code=world.hun.code).role == "steward", "a role may be changed before she comes"


def test_guessing_is_slowed_down_and_logged_and_says_one_thing(world: World) -> None:
    _staff, code = inviting.invite(username="lina", name="Lina Test", roles=[Role.PROVIDER], actor_code=world.hun.code)
    said = set()
    for number in range(8):
        with pytest.raises(inviting.BadInvitation) as refused:
            inviting.invited_by(code=f"AAAA-AAA{number}", address="10.0.0.9")
        said.add(str(refused.value))
    assert len(said) == 1
    with pytest.raises(inviting.BadInvitation, match="Wait ten minutes"):
        inviting.invited_by(code=code, address="10.0.0.9")
    assert inviting.invited_by(code=code, address="10.0.0.10").staff.username == "lina", "another address is not held up"
    assert AuditEvent.objects.filter(kind="protect.staff.invite", outcome="refused").count() == 8


def test_a_day_that_is_none_is_named(world: World) -> None:
    page = world.client_for(world.hun).post(reverse("colleague_add"), {**TOLD, "trained_on": "31/02/2024"}).content.decode()
    assert "This is no day" in page and not Staff.objects.filter(username="lina").exists()
