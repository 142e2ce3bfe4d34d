"""Broken and hostile instruments through the page that loads them: each is refused in words, or is one that can be asked and scored."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.casework.test_tools import MANY, workbook
from tests.casework.tools import CSV
from tests.hostile.proofs import Outcome, row
from tests.world import client_for, make_world
from titip.casework.models import Tool
from titip.casework.rules.instruments import from_json, reading, score
from titip.kit import clock

#: What is put into a file: ends of cells, numbers that are none, rules that do not end, words that are code elsewhere.
PIECES = (
    "\x00", '"', '"\n"', ",", ";", "\t", "\r", "\n\n\n", "nan", "inf", "-1", "1e309", "1_000", "99999999999999999999", "from = 1", "from 1 = 1; from 1 = 1",
    "(" * 500, "not(" * 200, "${works}", "${}", "$" * 50, "<script>alert(1)</script>", "{{ x }}", "%s%(row)s", "=HYPERLINK(1)", "select_one", "yes_no",
    "label::", "label::<b>", "\u202e", "\ud7ff", "\U0001f600", "A" * 40_000, "choice,,,,,", "setting,threshold,0,,,", "begin_group", "१२",
)


def broken(text: str, chance: random.Random) -> str:
    """A good file with pieces put in, taken out or doubled."""
    for _ in range(chance.choice((1, 2, 8))):
        here = chance.randrange(len(text) + 1)
        there = min(len(text), here + chance.choice((0, 1, 5, 60)))
        how = chance.randrange(3)
        text = text[:here] + (chance.choice(PIECES) if how < 2 else text[here:there] * 2) + text[there:]
    return text


@row("Broken and hostile instruments", asked=1_500, quick=60, expects="refused in words, or a tool that works", slow=True)
def instruments(tries: int) -> Outcome:
    """Changed at random with a fixed seed, and sent as a supervisor does. What is taken is read again, scored, and can be reached by its answers."""
    world, chance, bad = make_world(), random.Random(20261122), []
    supervisor, load = client_for(world.bob), reverse("casework:tools")
    book = workbook()
    for number in range(tries):
        if number % 5 == 4:
            made = bytearray(book)
            made[chance.randrange(len(made))] = chance.randrange(256)
            name, content = "form.xlsx", bytes(made)
        else:
            name, content = "form.csv", broken(chance.choice((CSV, MANY)), chance).encode("utf-8", "surrogatepass")
        before = set(Tool.objects.values_list("pk", flat=True))
        try:
            answer = supervisor.post(load, {"file": SimpleUploadedFile(name, content)})
            said = b"govuk-error-summary" in answer.content if answer.status_code == 200 else answer.status_code == 302
            fault = "" if said else f"{answer.status_code} without a word"
        except Exception as error:
            fault = f"{type(error).__name__}: {error}"
        fault = fault or next((unfit(tool) for tool in Tool.objects.exclude(pk__in=before) if unfit(tool)), "")
        if fault:
            bad.append(f"{number}: {fault}"[:200])
        Tool.objects.all().delete()
    return Outcome(tried=tries, bad=len(bad), note="; ".join(bad[:3]))


def unfit(tool: Tool) -> str:
    """Why a tool that was taken should not have been; empty where it is right."""
    made = from_json(tool.content)
    if not (made.licence and made.source and made.version and made.title):
        return "a tool without a licence, a source, a version or a title"
    answers = {item.code: " ".join(option.code for option in item.options) or "100000" for item in made.items}
    heaviest = sum(item.heaviest for item in made.items)
    if not 0 < made.threshold <= heaviest:
        return f"a threshold that nobody reaches: {made.threshold} of {heaviest}"
    score(made, answers, clock.today())
    return ""


@instruments.defect("a number in an instrument's file is read without a look at what it is")
@contextmanager
def unlooked() -> Iterator[None]:
    """Of the kind that was nearly there: what Python calls a number."""
    with mock.patch.object(reading, "_float", lambda text: float(text.replace(",", "."))):
        yield
