"""The dictionary handed out: printed, as a workbook, for the public; in six languages and back; what nobody fills in; suggestions."""

import io
import shutil
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse

from tests.people import agrees, registered
from tests.world import STORES, World, actor_for
from titip.dictionary import actions, reads, xlsform
from titip.dictionary.models import Element
from titip.dictionary.report import codebook_html, codebook_pdf
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.classify import suggest
from titip.dictionary.rules.codebook import WORDS, Codebook, ElementEntry
from titip.dictionary.rules.plain_rules import PlainRule, in_words, read_plain
from titip.dictionary.rules.starter import starter
from titip.dictionary.rules.types import ElementType
from titip.kit import clock
from titip.register import actions as register

LETTERS = {"th": "ขก", "km": "ខ្មែ", "my": "မြန်", "vi": "ữệ", "id": "ya"}


def in_six_languages(book: Codebook) -> Codebook:
    """Every word of the book in five more languages: made-up letters of each script, so that nothing stands in two languages alike."""

    def words(entry: ElementEntry) -> dict[str, dict[str, str]]:
        return {lang: {w: f"{letters} {w} {entry.code}" for w in WORDS if getattr(entry, w)} for lang, letters in LETTERS.items()}

    elements = tuple(replace(e, texts=words(e)) for e in book.elements)
    lists = tuple(
        replace(c, items=tuple(replace(i, translations={lang: f"{letters} {i.code}" for lang, letters in LETTERS.items()}) for i in c.items))
        for c in book.code_lists
    )  # fmt: skip
    return replace(book, elements=elements, code_lists=lists)


def test_six_languages_go_out_and_come_back_identical() -> None:
    book = in_six_languages(starter())

    reading = xlsform.read(xlsform.write(book), "six.xlsx")

    assert reading.book == book
    assert not [f for f in reading.findings if f.rule == "not-mapped"]
    for form in book.forms:
        assert xlsform.read(xlsform.write(book, form.code), "one.xlsx").book == book.only(form.code)


def test_the_public_codebook_stands_alone_and_tells_nothing_that_endangers() -> None:
    book = in_six_languages(starter())
    told = codebook_html(book, title="Codebook", number=1, sha256="ab", made_on=date(2026, 1, 2), say=str).decode()

    hidden = [e for e in book.elements if e.never_by_default]
    assert len(hidden) > 3
    for entry in hidden:
        assert entry.code not in told and entry.label not in told
    for entry in book.elements:
        assert entry.never_by_default or f'id="{entry.code}"' in told
        assert not entry.hint or len(entry.hint) < 20 or entry.hint not in told
    assert "ខ្មែ shelter" in told and 'lang="my"' in told  # choices in all languages
    assert "http" not in told and "<script" not in told and "src=" not in told
    HTMLParser().feed(told)
    evil = replace(book, elements=(replace(book.elements[0], label="<b onclick=x>"), *book.elements[1:]))
    assert "<b onclick" not in codebook_html(evil, title="t", number=1, sha256="ab", made_on=date(2026, 1, 2), say=str).decode()


def test_the_printed_dictionary_holds_every_element(tmp_path: Path) -> None:
    book = in_six_languages(starter())
    small = replace(book.only("rapid_screening"), code_lists=())
    data = codebook_pdf(small, title="Dictionary", number=3, sha256="ab", made_on=date(2026, 1, 2), say=str)

    assert data.startswith(b"%PDF") and b"/Lang" in data
    assert data == codebook_pdf(small, title="Dictionary", number=3, sha256="ab", made_on=date(2026, 1, 2), say=str)
    if reader := shutil.which("pdftotext"):
        (tmp_path / "book.pdf").write_bytes(data)
        text = subprocess.run([reader, str(tmp_path / "book.pdf"), "-"], capture_output=True, check=True).stdout.decode()
        assert all(e.code in text for e in small.elements) and "Version 3 of 02/01/2026" in text


@pytest.mark.parametrize(
    ("label", "kind", "risk", "why"),
    [
        ("Mother's name", "name", "identity", "“mother s name”"), ("หมายเลขโทรศัพท์", "phone", "identity", "โทรศัพท์"),
        ("Village of birth", "locality", "high", "village"), ("Passport", "government_id", "identity", "passport"),
        ("Photo", "face_image", "identity", "photo"), ("Fingerprint", "biometric", "identity", "fingerprint"),
        ("Date of birth", "date", "identity", "date of birth"), ("E-mail", "address", "identity", "e mail"),
        ("Bank account", "record_number", "identity", "bank"),
        ("Colour of the boat", "", "high", "Nothing in its words"),
    ],
)  # fmt: skip
def test_the_nine_kinds_are_suggested_with_the_reason(label: str, kind: str, risk: str, why: str) -> None:
    found = suggest(ElementEntry("x1", "registration", ElementType.TEXT, label, risk=""))
    assert (found.proposal.identifier.value, found.proposal.risk) == (kind, risk)
    assert why in found.template % found.params


def test_plain_choices_and_text_are_the_same_rule() -> None:
    book = starter()
    for text in ("", "${age} >= 18", "selected(${urgent_needs}, 'medical') and not(selected(${urgent_needs}, 'sleep'))", "${phone} != '' or ${phone} = 'x'"):
        rule = read_plain(text)
        assert rule is not None and read_plain(rule.expression(book)) == rule
    assert read_plain("${a} = 1 and (${b} = 2 or ${c} = 3)") is None and read_plain("today() > 3") is None and read_plain("((") is None
    assert in_words("selected(${urgent_needs}, 'medical')", book, str) == "“Urgent needs” includes “Medical help”"
    assert PlainRule().expression(book) == ""


@pytest.mark.django_db(databases=STORES)
def test_files_news_and_what_nobody_fills_in(world: World) -> None:
    client, questions = world.client_for(world.eve), reverse("dictionary:questions")
    address = reverse("dictionary:codebook")
    kinds = {kind: client.get(f"{address}?as={kind}") for kind in ("csv", "xlsx", "html", "pdf")}
    assert kinds["pdf"].content.startswith(b"%PDF") and kinds["html"]["Content-Disposition"].endswith('-codebook.html"')
    sheets = openpyxl.load_workbook(io.BytesIO(kinds["xlsx"].content), read_only=True)
    assert "parent" in [c.value for c in next(sheets["choices"].iter_rows())]
    assert client.get(f"{address}?as=exe").status_code == 404 and client.get(reverse("dictionary:xlsform_limits")).status_code == 200

    Element.objects.update(made_at=clock.now() - timedelta(days=400))
    person = registered(world.alice)
    agrees(world.alice, person, "care")
    register.save_record(
        actor=actor_for(world.alice), record_type="registration", answers={"age_band": Answer("18-20")}, base_number=0, grounds=None, person=person,
    )  # fmt: skip
    idle = {one.entry.code: one for one in reads.idle(reads.frozen_book())}
    assert idle["schooling"].unused and "age_band" not in idle and "case_source" not in idle
    assert reads.silent(reads.frozen_book()) == ["Case", "Rapid screening"]
    assert "Nobody has filled it in" in client.get(questions).content.decode()
    client.post(reverse("dictionary:keep", args=["schooling"]), {"reason": "The ministry asks each year."})
    client.post(reverse("dictionary:retire", args=["dependants"]))
    page = client.get(questions).content.decode()
    assert "The ministry asks each year." in page and reads.draft_book().element("dependants").status == "retired"  # type: ignore[union-attr]

    client.post(reverse("dictionary:question_new"), {"text": "Do boats return?", "objective": "Warn ports.", "elements": ["schooling"]})
    assert "do_boats_return" in "".join(reads.draft_book().element("schooling").questions).replace("-", "_")  # type: ignore[union-attr]
    client.post(reverse("dictionary:question", args=["do_boats_return"]), {"go": "retire"})
    actions.publish(note="x", sha256=reads.standing().sha256, actor_code="S-9")
    said = [effect.template % dict(effect.params) for effect in reads.form_news("first_interview")[1]]
    assert any("is asked no longer" in one for one in said)
    start = world.client_for(world.alice).get(reverse("intake:start", args=[person.pk])).content.decode()
    assert "what changed on it of late" in start
