"""Run by test_canaries in a process of its own over real files: types canaries into drafts, saves some, and prints where they are found."""

import json
import os
import sys
from pathlib import Path


def main(home: Path) -> None:
    """Type, look, save, look again."""
    prepare(home)
    print(json.dumps(type_everywhere(home)))


def prepare(home: Path) -> None:
    """An organisation's folder with its stores, and Django over it."""
    os.environ.update(TITIP_HOME=str(home), DJANGO_SETTINGS_MODULE="titip.web.settings", TMPDIR=str(home / "tmp"))
    (home / "tmp").mkdir(parents=True)
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.ALLOWED_HOSTS = ["*"]
    for store in ("default", "vault", "keys"):
        call_command("migrate", database=store, verbosity=0)
    call_command("createcachetable", verbosity=0)


def type_everywhere(home: Path) -> dict[str, object]:
    """Every free-text element of class high and identity gets a canary, in drafts and then in a save."""
    from django.urls import reverse

    from tests.intake.filling import begin, section_of, url
    from tests.people import agrees, registered
    from tests.world import make_world
    from titip.dictionary.actions import load_starter
    from titip.dictionary.reads import form_spec
    from titip.dictionary.rules.types import ElementType
    from titip.register.reads import current_answers, registration_of

    world = make_world()
    load_starter(actor_code="tests")
    alice, person = world.client_for(world.alice), registered(world.alice)
    agrees(world.alice, person, "care")
    begin(alice, person)
    elements = [e for e in form_spec("first_interview") if e.sealed and e.type in (ElementType.TEXT, ElementType.LONG_TEXT) and not e.pattern]
    canaries = {e.code: f"canary{number:02d}flewoverthehouse" for number, e in enumerate(elements)}
    found: dict[str, object] = {"canaries": len(canaries)}
    sections: dict[int, dict[str, str]] = {}
    for code, canary in canaries.items():
        sections.setdefault(section_of(alice, person, code), {})[code] = canary
    for number, typed in sections.items():
        alice.post(url("draft", person), {"section": number, "base": 0, **typed})
        alice.post(url("draft", person), {"section": number, "base": 0, **{code: f"{canary} and more" for code, canary in typed.items()}})
    found["in drafts"] = search(home)
    for number, typed in sections.items():  # without a script; opened again; listed; refused for a mistake
        alice.post(url("fill", person), {"section": number, "go": "stop", **typed})
        alice.get(url("fill", person), {"section": number})
    alice.get(reverse("today"))
    mistake = {"section": 0, "go": "save", "registered_on": "31/02/2567"}
    assert "is not a date" in alice.post(url("fill", person), mistake).content.decode()
    alice.post(url("fill", person), {**mistake, "registered_on": "1/1/2026", "age_band": "18-20"})
    record = registration_of(person)
    assert record is not None
    kept = current_answers(record, frozenset(canaries))
    found["saved"] = sum(kept[code].value == canary for code, canary in canaries.items() if code in kept)
    alice.get(reverse("register:person", args=[person.pk]))
    found["after saves"] = search(home)
    (home / "tmp" / "control").write_text("canary99flewoverthehouse")
    found["control"] = search(home)
    return found


def search(home: Path, what: bytes = b"flewoverthehouse") -> list[str]:
    """Files under the folder, write-ahead logs and temporary files included, in which a canary stands in the plain."""
    here = [path for path in home.rglob("*") if path.is_file()]
    assert any(path.name.endswith("-wal") for path in here), "the write-ahead logs are there to be searched"
    return sorted({path.name for path in here if what in path.read_bytes()})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
