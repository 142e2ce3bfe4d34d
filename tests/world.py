"""A small test world: who is who, and a browser signed in as each.

Alice owns things, Bob supervises her team, Charlie is a colleague of another team who must see nothing of theirs. Beside them
one colleague of every other role. ``make_world()`` needs the three databases:

    pytestmark = pytest.mark.django_db(databases=["default", "vault", "keys"])
"""

import time
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY, AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client

from titip.protect import vault
from titip.protect.actions import keys
from titip.protect.actions.staff import add_staff, set_up_totp
from titip.protect.models import Organisation, ReadinessMark, Staff, Team
from titip.protect.reads.staff import actor_of
from titip.protect.rules.access import Actor
from titip.protect.rules.readiness import NEEDED, Proof
from titip.protect.rules.roles import Role
from titip.protect.vault import crypto

#: Every database; give it to ``pytest.mark.django_db(databases=…)``.
STORES = ["default", "vault", "keys"]
#: Of the test keyring. Stretching it costs next to nothing.
KEYRING_PASSPHRASE = "lantern orchid ferry monsoon"
CHEAP = crypto.Stretch(memory_kib=64, passes=1, lanes=1)
#: The passphrase of every colleague who has one.
PASSPHRASE = "copper kettle walks beside nine rivers"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class World:
    """The people of the test world."""

    organisation: Organisation
    north: Team
    south: Team
    alice: Staff  # frontline worker, team North: owns things
    bob: Staff  # supervisor of team North
    charlie: Staff  # frontline worker, team South: the outsider
    dara: Staff  # identity custodian
    eve: Staff  # data steward
    farid: Staff  # analyst
    gita: Staff  # privacy and audit officer
    hun: Staff  # administrator
    ines: Staff  # service provider: no compulsory second factor
    joko: Staff  # lawyer
    kanya: Staff  # investigator
    clients: dict[int, Client] = field(default_factory=dict)

    @property
    def by_role(self) -> dict[Role, Staff]:
        """One colleague of each role; for the frontline Alice."""
        return {
            Role.FRONTLINE: self.alice, Role.SUPERVISOR: self.bob, Role.PROVIDER: self.ines, Role.LAWYER: self.joko, Role.INVESTIGATOR: self.kanya,
            Role.CUSTODIAN: self.dara, Role.STEWARD: self.eve, Role.ANALYST: self.farid, Role.AUDITOR: self.gita, Role.ADMINISTRATOR: self.hun,
        }

    def client_for(self, staff: Staff) -> Client:
        """A browser signed in as this colleague, with second factor; the same one each time."""
        if staff.pk not in self.clients:
            self.clients[staff.pk] = client_for(staff)
        return self.clients[staff.pk]


def open_house(*, practice: bool = False) -> None:
    """Make a test keyring in the current folder where there is none, and unlock it. Writes no event."""
    if not settings.HOME.keyring.exists():
        keys.init(passphrase=KEYRING_PASSPHRASE, practice=practice, costs=CHEAP)
    if vault.is_locked():
        vault.unlock(KEYRING_PASSPHRASE)
    if vault.is_practice() != practice:
        raise AssertionError("this folder's test keyring is of the other kind: use the fixture `home` for a folder of its own")


def be_ready() -> None:
    """Say that the house is ready for high-risk data. Tests of readiness itself prove it instead."""
    ReadinessMark.objects.bulk_create([ReadinessMark(kind=proof, by_code="tests") for proof in (*NEEDED, Proof.BACKUP)])


def make_world(*, practice: bool = False) -> World:
    """Unlock, be ready, and make the organisation, its teams and its people. Quick: nobody has a passphrase (see ``with_passphrase``)."""
    open_house(practice=practice)
    be_ready()
    north, south = Team.objects.create(name="North"), Team.objects.create(name="South")
    organisation = Organisation.objects.create(name="Test house", country="KH", custodian_contact="the custodian, room 2")

    def person(username: str, name: str, role: Role, team: Team | None = None, *, second_factor: bool = True) -> Staff:
        made = add_staff(
            username=username, name=name, roles=[role], teams=[team] if team else [], trained_on=date(2024, 1, 15), actor_code="tests",
        )
        if second_factor:
            set_up_totp(staff=made)
        return made

    return World(
        organisation=organisation,
        north=north,
        south=south,
        alice=person("alice", "Alice Test", Role.FRONTLINE, north),
        bob=person("bob", "Bob Test", Role.SUPERVISOR, north),
        charlie=person("charlie", "Charlie Test", Role.FRONTLINE, south),
        dara=person("dara", "Dara Test", Role.CUSTODIAN),
        eve=person("eve", "Eve Test", Role.STEWARD),
        farid=person("farid", "Farid Test", Role.ANALYST),
        gita=person("gita", "Gita Test", Role.AUDITOR),
        hun=person("hun", "Hun Test", Role.ADMINISTRATOR),
        ines=person("ines", "Ines Test", Role.PROVIDER, south, second_factor=False),
        joko=person("joko", "Joko Test", Role.LAWYER, south),
        kanya=person("kanya", "Kanya Test", Role.INVESTIGATOR, south),
    )


def with_passphrase(staff: Staff) -> Staff:
    """Give a colleague PASSPHRASE. Costs a real Argon2."""
    staff.set_password(PASSPHRASE)
    staff.save()
    return staff


def actor_for(staff: Staff, *, second_factor: bool = True) -> Actor:
    """The colleague as the access decision sees her."""
    return actor_of(staff, second_factor=second_factor)


def client_for(staff: Staff, *, second_factor: bool = True, **options: Any) -> Client:
    """A new browser whose session is that of a finished sign-in, with second factor unless told otherwise."""
    client = Client(**options)
    client.force_login(staff, backend=BACKEND)
    session = client.session
    records: list[dict[str, Any]] = [{"method": "password", "at": time.time(), "username": staff.username}]
    found = Authenticator.objects.filter(user=staff, type=Authenticator.Type.TOTP).first()
    if second_factor and found is not None:
        records.append({"method": "mfa", "at": time.time(), "id": found.pk, "type": "totp"})
    session[AUTHENTICATION_METHODS_SESSION_KEY] = records
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(staff.pk)
    session.save()
    return client
