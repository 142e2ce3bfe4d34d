"""Forged secrets: seeds of second factors and sessions, changed, swapped, in the plain."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory

from tests.hostile.ciphertexts import SAYS, every_change, fairly, without_tag
from tests.hostile.proofs import Outcome, row
from tests.world import client_for, make_world
from titip.protect import vault
from titip.protect.actions import seeds
from titip.protect.models import Staff
from titip.protect.sign_in import second_factor
from titip.protect.sign_in.sessions import SessionStore


def secret_forgeries(text: str, other: str) -> Iterator[tuple[str, str]]:
    """A sealed secret with its bytes changed, its mark changed, or in the plain."""
    (head, body), (_head, foreign) = (one.rsplit(":", 1) for one in (text, other))
    raw, more = (base64.urlsafe_b64decode(one) for one in (body, foreign))
    for kind, forged in every_change(raw, [more]):
        yield kind, f"{head}:{base64.urlsafe_b64encode(forged).decode()}"
    for mark in ("", "titip0", "titip9", head.upper(), head[:-1], f"{head}0"):
        yield "mark", f"{mark}:{body}"
    yield from (("plain", plain) for plain in ("", "JBSWY3DPEHPK3PXP", "{}", "second factor|JBSWY3DPEHPK3PXP", "session|{}"))


def secret_opens(text: str) -> bool:
    """Whether it opens."""
    try:
        vault.open_secret(text)
    except vault.Refused as refused:
        return str(refused) not in SAYS
    return True


def borrowed_session(stolen: str, thief: Any, page: str) -> bool:
    """Whether somebody's sealed session, copied into a row of one's own, signs one in as her."""
    store = SessionStore()
    store.create()
    Session.objects.filter(pk=store.session_key).update(session_data=stolen)
    thief.cookies["sessionid"] = store.session_key
    return bool(thief.get(page).status_code == 200)


def borrowed_seed(thief: Staff, hers: Staff, kind: str) -> bool:
    """Whether the thief's own seed, copied into the row of a colleague, makes the thief's codes hers."""
    rows = Authenticator.objects.filter(type=kind)
    mine, kept = rows.get(user=thief), rows.get(user=hers)
    with seeds.of_colleague(thief.pk):
        code = second_factor.current_code(thief) if kind == "totp" else mine.wrap().get_unused_codes()[0]
    rows.filter(user=hers).update(data=mine.data)
    try:
        second_factor.check(RequestFactory().post("/"), hers, code=str(code), credential="")
    except ValidationError:
        return False
    finally:
        rows.filter(user=hers).update(data=kept.data)
    return True


@row("Forged secrets: seeds and sessions changed, swapped, in the plain", asked=5000, quick=300, expects="none opens, none signs in")
def secrets(tries: int) -> Outcome:
    """Sealed seeds and sessions forged byte by byte; a colleague's live session copied into another's row."""
    world = make_world()
    seals = [vault.seal_secret(f"second factor|SEED{number}") for number in range(8)]
    every = ((kind, forged) for nth, text in enumerate(seals) for kind, forged in secret_forgeries(text, seals[nth - 1]))
    chosen = fairly(every, tries - 22)
    bad = [f"a secret of {len(forged)} characters" for forged in chosen if secret_opens(forged)]
    client = client_for(world.dara)
    if client.get("/").status_code != 200:
        return Outcome(0, 1, "who is signed in is not let in")
    stolen = Session.objects.get(pk=client.session.session_key).session_data
    bad += ["a session copied into another row" for _ in range(20) if borrowed_session(stolen, Client(), "/")]
    bad += [f"a colleague's {kind} in another's row" for kind in ("totp", "recovery_codes") if borrowed_seed(world.alice, world.dara, kind)]
    return Outcome(len(chosen) + 22, len(bad), "; ".join(bad[:3]))


@secrets.defect("a seed is not bound to its colleague")
@contextmanager
def loose_seed() -> Iterator[None]:
    with mock.patch.object(seeds, "_parts", lambda opened: ("", opened.rpartition("|")[2])):
        yield


@secrets.defect("a session is not bound to its row")
@contextmanager
def loose_session() -> Iterator[None]:
    with mock.patch.object(SessionStore, "_mark", "session|"):
        yield


@secrets.defect("what was never sealed is taken as it is")
@contextmanager
def plain_secret() -> Iterator[None]:
    opened = vault.open_secret

    def lenient(text: str) -> str:
        return opened(text) if text.startswith("titip") else text

    with mock.patch.object(vault, "open_secret", lenient):
        yield


secrets.defect("the tag of a secret is not looked at")(without_tag)
