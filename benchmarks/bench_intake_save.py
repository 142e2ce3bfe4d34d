"""Saving an intake form: 40 answers, 10 of them sealed, audit included, on SQLite with ``synchronous=FULL``."""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks import Figure

SAVES = 200
PLAIN, SEALED = 30, 10
PASSPHRASE = "lantern orchid ferry monsoon"
FORM = "bench_interview"


def measure() -> Iterator[Figure]:
    """First saves of 200 people, then 200 edits of one answer each, then drafts."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "titip.web.settings"
    import django

    django.setup()
    from django.core.management import call_command

    for store in ("default", "vault", "keys"):
        call_command("migrate", database=store, verbosity=0)
    actor, people = prepare()
    answers = typed_answers()
    yield Figure("answers in a form", PLAIN + SEALED, "answers")
    yield Figure("of them sealed", SEALED, "answers")
    yield from spread("first save, answers checked already", [milliseconds(lambda p=p: submit(actor, p, answers(), 0)) for p in people], limit=100)
    yield from spread("first save, from what was typed", [milliseconds(lambda p=p: check_and_submit(actor, p)) for p in more_people(actor)], limit=150)
    yield from spread("save of one changed plain answer", [milliseconds(lambda p=p: submit(actor, p, answers(changed="plain_01"), 1)) for p in people])
    sealed = answers(changed="plain_01", too="sealed_01")
    yield from spread("save of one changed sealed answer", [milliseconds(lambda p=p: submit(actor, p, sealed, 2)) for p in people])
    yield from spread("autosave of a draft", [milliseconds(lambda i=i: draft(actor, people[0], i)) for i in range(SAVES)])
    one = more_people(actor, 1)[0]
    yield Figure("database queries of a first save", queries(lambda: submit(actor, one, answers(), 0)), "queries")


def milliseconds(work: Callable[[], Any]) -> float:
    """How long it took."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def spread(name: str, took: list[float], limit: float | None = None) -> Iterator[Figure]:
    """Median and p95."""
    yield Figure(f"{name}, median", statistics.median(took), "ms", limit=limit)
    yield Figure(f"{name}, p95", statistics.quantiles(took, n=20)[-1], "ms")


def prepare() -> tuple[Any, list[Any]]:
    """Keys, a colleague, a dictionary, 200 people who agreed."""
    from datetime import date

    from titip.dictionary.actions.freezing import freeze
    from titip.dictionary.actions.storing import store
    from titip.protect.actions import keys
    from titip.protect.actions.readiness import mark
    from titip.protect.actions.staff import add_staff
    from titip.protect.reads.staff import actor_of
    from titip.protect.rules.readiness import NEEDED
    from titip.protect.rules.roles import Role

    keys.init(passphrase=PASSPHRASE, practice=True)
    keys.unlock(passphrase=PASSPHRASE, where="bench")
    for proof in NEEDED:
        mark(proof=proof, passed=True, actor_code="bench")
    store(codebook())
    freeze(note="Benchmark", actor_code="bench")
    staff = add_staff(username="bench", name="Bench Worker", roles=[Role.FRONTLINE], teams=[], trained_on=date(2026, 1, 1), actor_code="bench")
    actor = actor_of(staff, second_factor=True)
    return actor, more_people(actor)


def codebook() -> Any:
    """30 plain elements, some searchable, and 10 sealed ones, on one form."""
    from dataclasses import replace

    from titip.dictionary.rules.codebook import Codebook, ElementEntry, FormEntry, PlacementEntry
    from titip.dictionary.rules.starter import starter
    from titip.dictionary.rules.types import ElementType

    base = ElementEntry(code="", record_type="registration", type=ElementType.TEXT, label="", purposes=("care",))
    plain = [replace(base, code=f"plain_{i:02d}", label=f"Plain {i}", risk="medium", searchable=i % 3 == 0) for i in range(PLAIN)]
    sealed = [replace(base, code=f"sealed_{i:02d}", label=f"Sealed {i}", risk="identity" if i < 5 else "high") for i in range(SEALED)]
    elements = (*plain, *sealed)
    form = FormEntry(FORM, "Benchmark interview", "registration", placements=tuple(PlacementEntry(e.code, f"Section {i // 8}") for i, e in enumerate(elements)))
    return Codebook(record_types=starter().record_types, purposes=starter().purposes, elements=elements, forms=(form,))


def more_people(actor: Any, count: int = SAVES) -> list[Any]:
    """People who agreed to care."""
    from titip.consent.actions import record_consent
    from titip.consent.rules import Choice, Conditions, State
    from titip.consent.rules.deciding import NEEDED_FOR_A_YES
    from titip.register.actions import register_person

    said = Conditions(**dict.fromkeys(NEEDED_FOR_A_YES, True))
    made = []
    for _ in range(count):
        person = register_person(actor=actor, age_status="adult")
        record_consent(actor=actor, person=person, choices=[Choice("care", State.GIVEN)], conditions=said)
        made.append(person)
    return made


def typed_answers() -> Callable[..., dict[str, Any]]:
    """Makes the 40 answers, of about 40 characters each."""
    from titip.dictionary.rules.answers import Answer

    def make(changed: str = "", too: str = "") -> dict[str, Any]:
        codes = [*(f"plain_{i:02d}" for i in range(PLAIN)), *(f"sealed_{i:02d}" for i in range(SEALED))]
        return {code: Answer(f"about forty characters of an answer {code}{' changed' if code in (changed, too) else ''}") for code in codes}

    return make


def submit(actor: Any, person: Any, answers: dict[str, Any], base: int) -> None:
    """The action, as the page calls it."""
    from titip.intake import actions

    actions.submit(actor=actor, person=person, form_code=FORM, answers=answers, base_number=base)


def check_and_submit(actor: Any, person: Any) -> None:
    """What a press on Save does: open the sheet, check every value, save."""
    from titip.intake import reads
    from titip.intake.forms import as_answers, whole_form
    from titip.intake.rules.typing import Typed

    codes = [*(f"plain_{i:02d}" for i in range(PLAIN)), *(f"sealed_{i:02d}" for i in range(SEALED))]
    typed = Typed({code: [f"about forty characters of an answer {code}"] for code in codes}, frozenset(codes))
    sheet = reads.open_sheet(actor, person, FORM)
    form = whole_form(sheet, typed)
    assert form.is_valid(), form.errors
    submit(actor, person, as_answers(sheet, form), sheet.base_number)


def draft(actor: Any, person: Any, number: int) -> None:
    """One pause in typing, in a section of eight answers."""
    from titip.intake import actions
    from titip.intake.rules.typing import Typed

    codes = [f"plain_{i:02d}" for i in range(8)]
    typed = Typed({code: [f"about forty characters, typed {number} times"] for code in codes}, frozenset(codes))
    actions.keep_draft(actor=actor, person=person, form_code=FORM, base_number=0, typed=typed)


def queries(work: Callable[[], None]) -> int:
    """Statements sent to the three databases."""
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    captures = [CaptureQueriesContext(connections[alias]) for alias in ("default", "vault", "keys")]
    for capture in captures:
        capture.__enter__()
    work()
    for capture in captures:
        capture.__exit__(None, None, None)
    return sum(len(capture) for capture in captures)
