"""A process of its own over real files: types recognisable words into identity and high-risk elements through every entrance.

Run as ``python -m tests.hostile.type_canaries`` with TITIP_HOME set to a practice folder; prints what was typed as JSON, one object.
"""

import json
import os
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "titip.web.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from tests.people import agrees, registered  # noqa: E402
from tests.world import actor_for, client_for  # noqa: E402
from titip.casework import actions as casework  # noqa: E402
from titip.cli.demo import PASSPHRASE  # noqa: E402
from titip.intake.views import filling  # noqa: E402
from titip.protect import vault  # noqa: E402
from titip.protect.models import Staff  # noqa: E402
from titip.register.models import Person  # noqa: E402

FORM = "first_interview"
TYPED: list[str] = []
UNFINISHED, TAKEN_BACK = "7d0f2a9e-55d1-4a3c-8a53-0c5f6f7c1a01", "7d0f2a9e-55d1-4a3c-8a53-0c5f6f7c1a02"


def canary(place: str) -> str:
    """A word that stands nowhere else, remembered."""
    word = f"Qanari{len(TYPED):02d}{place}Xylofonu"
    TYPED.append(word)
    return word


def address(name: str, person: Person, *more: str) -> str:
    return reverse(f"intake:{name}", args=[person.pk, *more])


def someone(worker: Staff, client: Client) -> Person:
    person = registered(worker)
    agrees(worker, person, "care", "statistics", "legal", "referral")
    client.post(address("start", person), {
        "form": FORM, "mode": "in_person", "private_place": "on", "interpreter": "none", "support": "arranged", "language": "Khmer",
    })
    return person


def sections(client: Client, person: Person) -> dict[str, int]:
    """In which section each element stands."""
    found = {}
    for number in range(12):
        page = client.get(address("fill", person, FORM), {"section": number})
        if page.status_code == 200:
            for part in page.content.decode().split('data-element="')[1:]:
                found.setdefault(part.split('"')[0], number)
    return found


def saved_answers(client: Client, person: Person) -> None:
    """Through the form, to the end."""
    where = sections(client, person)
    words = ("gender_words", "given_name", "family_name", "id_number", "home_village", "trusted_person", "wishes", "narrative")
    typed: dict[int, dict[str, str]] = {}
    for element in words:
        typed.setdefault(where[element], {})[element] = canary(element.replace("_", ""))
    typed.setdefault(where["phone"], {})["phone"] = "+99 8877 6655 44"
    TYPED.append("8877 6655")
    for number, values in typed.items():
        answer = client.post(address("fill", person, FORM), {"section": number, "base": "", "go": "stop", **values})
        assert answer.status_code == 302, answer.content.decode()[:2000]
    answer = client.post(address("fill", person, FORM), {"section": where["given_name"], "base": "", "go": "save", **typed[where["given_name"]]})
    assert answer.status_code == 302, answer.content.decode()[:2000]


def drafts(client: Client, person: Person) -> None:
    """What is still being typed: autosave, a wrong date beside it, a section left half-way."""
    where = sections(client, person)
    answer = client.post(
        address("draft", person, FORM), {"section": where["narrative"], "base": "", "narrative": canary("autosaved")}, headers={"accept": "application/json"},
    )
    assert answer.status_code == 200, answer.content
    typed = {"given_name": canary("besideanerror"), "birth_date": "31/02/2567"}
    answer = client.post(address("fill", person, FORM), {"section": where["given_name"], "base": "", "go": "save", **typed})
    assert answer.status_code == 200 and typed["given_name"] in answer.content.decode(), "what was typed is shown again"


def notes(worker: Staff, client: Client, person: Person) -> None:
    case = casework.open_case(actor=actor_for(worker), person=person, reason="came by herself")
    for heavy in ("", "on"):
        answer = client.post(reverse("casework:write_note", args=[case.pk]), {"person": str(person.pk), "text": canary("note"), "heavy": heavy})
        assert answer.status_code == 302, answer.content.decode()[:3000]
    unfinished_pages(client, case, person)


def unfinished_pages(client: Client, case: Any, person: Person) -> None:
    """A note still being typed, one sent twice and taken back, cards half asked."""
    write, pause = reverse("casework:write_note", args=[case.pk]), {"accept": "application/json", "x-titip-draft": "1"}
    for number in (0, 1):
        answer = client.post(write, {"form_token": UNFINISHED, "draft_number": number, "text": canary("pause")}, headers=pause)
        assert answer.status_code == 200, answer.content
    sent = {"form_token": TAKEN_BACK, "person": str(person.pk), "text": canary("takenback")}
    assert [client.post(write, sent).status_code for _ in range(2)] == [302, 302]
    undo = client.session["titip.undo"]["url"]
    assert "draft=" in client.post(undo).headers["Location"]
    ask = reverse("consent:ask", args=[person.pk])
    assert client.post(ask, {"form_token": UNFINISHED, "compensation": canary("cards"), "save_draft": "1"}).status_code == 302


def wrong_turns(worker: Staff, client: Client, person: Person) -> None:
    """Searches, pages that are not there, forms without a token, a session that is over, an error of ours, a locked server."""
    client.get(reverse("register:list"), {"q": canary("search")})
    client.get(f"/register/{canary('address')}/")
    strict = client_for(worker, enforce_csrf_checks=True)
    strict.post(address("fill", person, FORM), {"section": 0, "go": "save", "given_name": canary("notoken")})
    Client().post(address("fill", person, FORM), {"section": 0, "go": "save", "given_name": canary("signedout")})

    def broken(*_args: object, **_kwargs: object) -> None:
        secret = canary("raised")
        raise RuntimeError(f"cannot keep {secret}")

    whole, filling.actions.meet_draft = filling.actions.meet_draft, broken
    client.raise_request_exception = False
    answer = client.post(address("fill", person, FORM), {"section": 0, "base": "", "go": "save", "given_name": canary("servererror")})
    assert answer.status_code == 500 and TYPED[-1] not in answer.content.decode()
    filling.actions.meet_draft = whole
    client.raise_request_exception = True
    vault.lock()
    client.post(address("fill", person, FORM), {"section": 0, "base": "", "go": "save", "narrative": canary("locked")})


def main() -> None:
    settings.ALLOWED_HOSTS.append("testserver")
    vault.unlock(PASSPHRASE)
    worker = Staff.objects.get(username="dara")
    client = client_for(worker)
    first, second = someone(worker, client), someone(worker, client)
    saved_answers(client, first)
    drafts(client, second)
    notes(worker, client, first)
    wrong_turns(worker, client, second)
    json.dump(TYPED, sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # as in a crash: nothing is tidied, the write-ahead logs stay as they are


if __name__ == "__main__":
    main()
