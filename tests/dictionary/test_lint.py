"""The linter, on the real HTCDS form and on planted faults."""

from dataclasses import replace
from pathlib import Path

import pytest

from titip.dictionary.rules.codebook import Codebook, CodeListEntry, ElementEntry, FormEntry, ItemEntry, PlacementEntry
from titip.dictionary.rules.findings import Finding, Level
from titip.dictionary.rules.lint import RULES, TITLES, lint
from titip.dictionary.rules.lint_looking import Look
from titip.dictionary.rules.starter import starter
from titip.dictionary.rules.types import ElementType, IdentifierKind
from titip.dictionary.xlsform import read

SOUND = ElementEntry(
    "boat", "registration", ElementType.TEXT, "Boat",
    definition="A boat.", why="To find it.", risk="medium", purposes=("care",), questions=("q",), required=True,
)  # fmt: skip
MIXED = CodeListEntry("list", items=(ItemEntry("n", "Not specified/Unknown"),))
CORE = (
    "prs_Salutation", "prs_FirstName", "prs_SecondName", "prs_Birthdate", "prs_Gender", "prs_Citizenship", "prs_Title", "prs_Email", "prs_HomePhone",
    "con_Consent",
)  # fmt: skip


def book(entry: ElementEntry, *lists: CodeListEntry) -> Codebook:
    return Codebook(elements=(entry,), code_lists=lists, forms=(FormEntry("f", "Form", "registration", placements=(PlacementEntry(entry.code),)),))


def rules(found: list[Finding]) -> set[str]:
    return {f.rule for f in found}


def choices(*codes: str) -> CodeListEntry:
    return CodeListEntry("list", items=tuple(ItemEntry(code, code.title()) for code in codes))


PLANTED: list[tuple[str, Codebook]] = [
    ("no-definition", book(replace(SOUND, definition=""))),
    ("no-missing-codes", book(replace(SOUND, missing_codes=()))),
    ("identifier-without-risk", book(replace(SOUND, identifier=IdentifierKind.NAME))),
    ("identifier-without-risk", book(replace(SOUND, code="father_name", risk=""))),
    ("sensitive-without-risk", book(replace(SOUND, code="hiv_status", risk=""))),
    ("biometric", book(replace(SOUND, code="fingerprint"))),
    ("risk-unconfirmed", book(replace(SOUND, risk_confirmed=False))),
    ("answers-no-question", book(replace(SOUND, questions=()))),
    ("no-purpose", book(replace(SOUND, risk="high", purposes=()))),
    ("no-why", book(replace(SOUND, risk="high", why=""))),
    ("bare-consent", book(replace(SOUND, code="consent", type=ElementType.YES_NO))),
    ("bare-consent", book(replace(SOUND, label="She agrees: consent", type=ElementType.SELECT_ONE, code_list="list"), choices("TRUE", "FALSE"))),
    ("label-contradicts-code", book(replace(SOUND, code="prs_Title", label="Second Name"))),
    ("name-differs-from-standard", book(replace(SOUND, code="prs_First_Name", label="First Name"))),
    ("type-differs-from-standard", book(replace(SOUND, code="prs_Birthdate", label="Birthdate"))),
    ("retired-in-standard", book(replace(SOUND, code="vic_Vulnerabilities", label="Vulnerabilities"))),
    ("nothing-required", book(replace(SOUND, required=False))),
    ("empty-list", book(replace(SOUND, type=ElementType.SELECT_ONE, code_list="list"))),
    ("required-without-other", book(replace(SOUND, type=ElementType.SELECT_ONE, code_list="list", missing_codes=()), choices("a", "unknown"))),
    ("duplicate-code", book(replace(SOUND, type=ElementType.SELECT_ONE, code_list="list"), choices("a", "a"))),
    ("stray-space", book(replace(SOUND, type=ElementType.SELECT_ONE, code_list="list"), choices("a", "b "))),
    ("stray-space", book(replace(SOUND, label="Boat "))),
    ("mixed-missing", book(replace(SOUND, type=ElementType.SELECT_ONE, code_list="list"), MIXED)),
    ("no-limits", book(replace(SOUND, type=ElementType.INTEGER))),
    ("bad-pattern", book(replace(SOUND, pattern="(a+)+"))),
    ("not-enforced", book(replace(SOUND, constraint="pulldata(1)"))),
    ("not-enforced", book(replace(SOUND, calculation="1 + 1"))),
    ("circle", replace(book(SOUND), elements=(replace(SOUND, relevant="${ship} = 1"), replace(SOUND, code="ship", label="Ship", relevant="${boat} = 1")))),
    ("softer-than-source", replace(book(SOUND), elements=(
        replace(SOUND, risk="identity"), replace(SOUND, code="ship", label="Ship", type=ElementType.CALCULATED, calculation="${boat}", risk_confirmed=False),
    ))),
    ("empty-group", book(replace(SOUND, type=ElementType.REPEAT))),
    ("empty-group", book(replace(SOUND, inside="nowhere"))),
    ("unknown-reference", book(replace(SOUND, relevant="${nowhere} = 1"))),
    ("duplicate-label", replace(book(SOUND), elements=(SOUND, replace(SOUND, code="ship")))),
    ("standard-core-missing", Codebook(elements=tuple(replace(SOUND, code=code, label=code) for code in CORE))),
]  # fmt: skip


def test_a_sound_element_has_no_findings() -> None:
    assert lint(book(SOUND)) == []


@pytest.mark.parametrize(("rule", "planted"), PLANTED, ids=[rule for rule, _ in PLANTED])
def test_a_planted_fault_is_named(rule: str, planted: Codebook) -> None:
    assert rule in rules(lint(planted))


def test_every_rule_can_find_something_and_has_a_title() -> None:
    found = {finding.rule for _, planted in PLANTED for finding in lint(planted)}

    assert found <= set(TITLES)
    assert all(any(list(rule(_look(planted))) for _, planted in PLANTED) for rule in RULES)


def _look(planted: Codebook):
    return Look(planted, {}, {c.code: c for c in planted.code_lists})


def test_the_starter_is_clean() -> None:
    assert lint(starter()) == []


@pytest.fixture(scope="module")
def htcds(htcds_form: Path) -> list[Finding]:
    reading = read(htcds_form.read_bytes(), htcds_form.name)
    return [*reading.findings, *lint(reading.book, reading.where)]


@pytest.mark.parametrize(
    ("rule", "where", "words"),
    [
        ("name-differs-from-standard", "survey row 6", "prs_FirstName"),
        ("name-differs-from-standard", "survey row 7", "prs_SecondName"),
        ("name-differs-from-standard", "survey row 24", "vic_MethodsOfControl"),
        ("label-contradicts-code", "survey row 11", "prs_Title"),
        ("duplicate-label", "survey row 11", "Second Name"),
        ("stray-space", "choices B270", "'DebtBondage '"),
        ("nothing-required", "htcds_xlsform", "required"),
        ("no-missing-codes", "survey row 22", "vic_TraffickingStatus"),
        ("mixed-missing", "choices B7", "Not Specified/Unknown"),
        ("bare-consent", "survey row 4", "con_Consent"),
        ("type-differs-from-standard", "survey row 33", "cas_ReasonForIncomingReferral"),
        ("no-form-id", "settings", "htcds_xlsform"),
        ("not-an-element", "survey row 35", "__version__"),
    ],
)
def test_the_known_faults_of_htcds_are_named_with_their_place(htcds: list[Finding], rule: str, where: str, words: str) -> None:
    assert [f for f in htcds if f.rule == rule and f.where == where and words in f.message]


def test_htcds_by_number(htcds: list[Finding]) -> None:
    by = {rule: sum(f.rule == rule for f in htcds) for rule in rules(htcds)}

    assert by["name-differs-from-standard"] == 3
    assert by["no-definition"] == by["answers-no-question"] == 31
    assert by["identifier-without-risk"] == 10
    assert {f.rule for f in htcds if f.level is Level.ERROR} == {"bare-consent", "label-contradicts-code"}
