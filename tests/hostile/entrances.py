"""Where people type, and what else carries words into the house: recognisable words typed at every entrance, remembered in order."""

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest import mock

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from tests.intake.kinds import FORM as KINDS
from tests.intake.kinds import add_kinds
from tests.people import agrees, registered
from tests.world import World, actor_for, client_for
from titip.casework import actions as casework
from titip.dictionary.actions import load_starter
from titip.intake.views import filling
from titip.kit.ids import new_id
from titip.protect import vault
from titip.protect.actions import background
from titip.protect.rules.work import JOBS, Counts, Doing, Job
from titip.quality import actions as quality
from titip.register.models import Person

FORM = "first_interview"
SCRIPT = {"accept": "application/json", "x-titip-draft": "1"}
SEALED = ("gender_words", "given_name", "family_name", "id_number", "home_village", "trusted_person", "wishes", "narrative")


class Typist:
    """Types recognisable words as Alice, a frontline worker, and remembers them."""

    def __init__(self, world: World) -> None:
        self.world, self.typed = world, list[str]()
        load_starter(actor_code="tests")
        add_kinds()
        self.client = client_for(world.alice)

    def word(self, place: str) -> str:
        """A word that stands nowhere else."""
        made = f"Qanari{len(self.typed):02d}{place}Xylofonu"
        self.typed.append(made)
        return made

    def someone(self, form: str = FORM) -> Person:
        """A person who agreed, with an interview begun."""
        person = registered(self.world.alice)
        agrees(self.world.alice, person, "care", "statistics", "legal", "referral")
        begun = {"form": form, "mode": "in_person", "private_place": "on", "interpreter": "none", "support": "arranged", "language": "Khmer"}
        self.client.post(address("start", person), begun)
        self.client.post(address("fill", person, form), {"shown": "", "go": "whole"})
        return person

    def sections(self, person: Person) -> dict[str, int]:
        """In which section each element stands."""
        found: dict[str, int] = {}
        for number in range(12):
            page = self.client.get(address("fill", person, FORM), {"section": number})
            if page.status_code == 200:
                for part in page.content.decode().split('data-element="')[1:]:
                    found.setdefault(part.split('"')[0], number)
        return found

    def send(self, person: Person, section: int, values: dict[str, Any], *, expect: int, client: Client | None = None, form: str = FORM, **more: Any) -> Any:
        """One section of the form."""
        sent = {"section": section, "base": "", "go": "save", **values}
        answer = (client or self.client).post(address("fill", person, form), sent, **more)
        assert answer.status_code == expect, (answer.status_code, answer.content.decode()[:2000])
        return answer


def address(name: str, person: Person, *more: str) -> str:
    return reverse(f"intake:{name}", args=[person.pk, *more])


def forms(typist: Typist, person: Person, where: dict[str, int]) -> None:
    """An interview saved to its end, section by section."""
    typed: dict[int, dict[str, str]] = {}
    for element in SEALED:
        typed.setdefault(where[element], {})[element] = typist.word(element.replace("_", ""))
    for number, values in typed.items():
        typist.send(person, number, {**values, "go": "stop"}, expect=302)
    typist.send(person, where["given_name"], typed[where["given_name"]], expect=302)
    quality.check_changed(actor_code="tests")


def pauses(typist: Typist, person: Person, where: dict[str, int]) -> None:
    """What the page's script sends while somebody types, for every sealed element; a slip beside a name."""
    for element in SEALED:
        sent = {"section": where[element], "base": "", element: typist.word(f"pause{element.replace('_', '')}")}
        answer = typist.client.post(address("draft", person, FORM), sent, headers=SCRIPT)
        assert answer.status_code in (200, 409), answer.content
    values = {"given_name": typist.word("besideanerror"), "birth_date": "31/02/2567"}
    assert values["given_name"] in typist.send(person, where["given_name"], values, expect=200).content.decode(), "what was typed is shown again"


def notes(typist: Typist, person: Person) -> None:
    """Notes, light and heavy, while they are typed, taken back; consent cards half asked; a chosen name not yet saved."""
    client, case = typist.client, casework.open_case(actor=actor_for(typist.world.alice), person=person, reason="came by herself")
    write, token = reverse("casework:write_note", args=[case.pk]), str(new_id())
    for heavy in ("", "on"):
        answer = client.post(write, {"person": str(person.pk), "text": typist.word(f"note{heavy}"), "heavy": heavy})
        assert answer.status_code == 302, answer.content.decode()[:2000]
    for number in range(3):
        answer = client.post(write, {"form_token": token, "draft_number": number, "text": typist.word("notepause")}, headers=SCRIPT)
        assert answer.status_code == 200, answer.content
    sent = {"form_token": str(new_id()), "person": str(person.pk), "text": typist.word("takenback")}
    assert [client.post(write, sent).status_code for _ in range(2)] == [302, 302]
    assert "draft=" in client.post(client.session["titip.undo"]["url"]).headers["Location"]
    for page, field in ((reverse("consent:ask", args=[person.pk]), "compensation"), (reverse("consent:basis", args=[person.pk]), "scope"),
                        (reverse("consent:withdraw", args=[person.pk]), "reason"), (reverse("register:add"), "pseudonym")):
        client.post(page, {"form_token": str(new_id()), field: typist.word(f"half{field}"), "save_draft": "1"})


def papers(typist: Typist) -> None:
    """Pictures of papers, by content and name; files that are refused; a form that is none."""
    person = typist.someone(KINDS)
    good = SimpleUploadedFile(f"{typist.word('filename')}.pdf", b"%PDF-1.7 " + typist.word("filecontent").encode())
    bad = SimpleUploadedFile(f"{typist.word('badfilename')}.jpg", b"MZ " + typist.word("badfilecontent").encode())
    typist.send(person, 0, {"paper__file": good, "sister": typist.word("besideafile"), "go": "stop"}, expect=302, form=KINDS)
    typist.client.post(address("fill", person, KINDS), {"section": 0, "base": "", "go": "save", "paper__file": bad})
    steward = client_for(typist.world.eve)
    wrong = SimpleUploadedFile(f"{typist.word('importname')}.xlsx", b"PK\x03\x04" + typist.word("importcontent").encode())
    assert steward.post(reverse("dictionary:import"), {"file": wrong}).status_code in (200, 400, 404)


def wrong_turns(typist: Typist, person: Person, where: dict[str, int]) -> None:
    """Searches, addresses, headers, bodies and sign-ins that lead nowhere."""
    client, world = typist.client, typist.world
    client.get(reverse("register:list"), {"q": typist.word("search")})
    client.post(reverse("search"), {"q": typist.word("searchbox")})
    client.get(f"/register/{typist.word('address')}/")
    client.get("/", {"name": typist.word("query")})
    client.get("/", headers={"host": f"{typist.word('host')}.example"})
    client.put(address("fill", person, FORM), typist.word("put"), content_type="text/plain")
    client.post(address("draft", person, FORM), json.dumps({"narrative": typist.word("json")}), content_type="application/json", headers=SCRIPT)
    client.post(address("fill", person, FORM), {"narrative": typist.word("toomany"), **{f"x{number}": "" for number in range(5001)}})
    body = f"narrative={typist.word('encoding')}%ff%fe".encode()
    client.generic("POST", address("fill", person, FORM), body, content_type="application/x-www-form-urlencoded; charset=nonsense")
    strict = client_for(world.alice, enforce_csrf_checks=True)
    strict.post(address("fill", person, FORM), {"section": 0, "go": "save", "given_name": typist.word("notoken")})
    Client().post(address("fill", person, FORM), {"section": 0, "go": "save", "given_name": typist.word("signedout")})
    Client().post(reverse("account_login"), {"login": typist.word("username"), "password": typist.word("passphrase")})
    late = client_for(world.alice)
    with override_settings(TITIP_IDLE=-1, TITIP_IDLE_HIGH=-1):
        late.post(address("fill", person, FORM), {"section": where["narrative"], "go": "save", "narrative": typist.word("idle")})


def errors_of_ours(typist: Typist, person: Person) -> None:
    """An error in a view, and in work in the background, that quotes what was typed."""
    client = typist.client
    client.raise_request_exception = False
    raised = RuntimeError(f"cannot keep {typist.word('raised')}")
    with mock.patch.object(filling.actions, "meet_draft", side_effect=raised):
        answer = client.post(address("fill", person, FORM), {"section": 0, "base": "", "go": "save", "given_name": typist.word("servererror")})
    assert answer.status_code == 500 and not any(word in answer.content.decode() for word in typist.typed)
    client.raise_request_exception = True
    failing = typist.word("joberror")

    def run(_doing: Doing) -> Counts:
        raise ValueError(f"no such person: {failing}")

    JOBS.register(Job("protect.canary", "A canary", "%(n)d", run))
    work = background.ask(job="protect.canary", ids={}, actor_code=typist.world.alice.code, staff_id=typist.world.alice.pk)
    background.doing.carry_out(work.pk)
    with suppress(ValueError):
        background.ask(job="protect.canary", ids={"person": typist.word("jobargument")}, actor_code="tests", staff_id=None)


def commands(typist: Typist, folder: Path) -> None:
    """The ``titip`` command with words that are no good; what it says to whoever typed it stays on her screen."""
    table = folder / "table.csv"
    table.write_text(f"name\n{typist.word('cell')}\n", encoding="utf-8")
    for words in (["describe", str(table)], ["staff", typist.word("verb")], ["restore", typist.word("file"), "--passphrase-file", typist.word("option")]):
        subprocess.run([sys.executable, "-m", "titip", *words], capture_output=True, check=False, timeout=300, stdin=subprocess.DEVNULL)
    table.unlink()


def everything(typist: Typist, folder: Path | None) -> None:
    """All entrances, the command line among them where there is a folder for it; the server is locked in the end."""
    first, second = typist.someone(), typist.someone()
    where = typist.sections(second)
    forms(typist, first, where)
    pauses(typist, second, where)
    notes(typist, first)
    papers(typist)
    wrong_turns(typist, second, where)
    errors_of_ours(typist, second)
    if folder is not None:
        commands(typist, folder)
    vault.lock()
    typist.client.post(address("fill", second, FORM), {"section": 0, "base": "", "go": "save", "narrative": typist.word("locked")})
