"""The one-page report: a tagged PDF of one page, made from data that cannot become code."""

import re
import socket
import zlib
from dataclasses import replace

import pytest
import typst

from tests.present.test_chart_rules import GOOD, spec_of
from tests.present.test_charts_drawn import PHRASES
from titip.analyse.rules.sentences import Sentence
from titip.dictionary.rules.types import ElementType
from titip.present.charts import ChartRefused
from titip.present.report import Report, compose
from titip.present.report.composing import PRACTICE, _data
from titip.share.rules import Heading

ANSWER = [Sentence("{n} observed persons.", {"n": 106}), "Said already."]
REPORT = Report(GOOD, ANSWER, question="Whom do we meet?", expectation="More women than men.", organisation="Made-up NGO")


def objects(pdf: bytes) -> bytes:
    """The file with its compressed streams opened, for looking at its objects."""
    streams = (match.group(1) for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL))
    opened = []
    for stream in streams:
        try:
            opened.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return pdf + b"\n".join(opened)


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", objects(pdf)))


def test_the_report_is_one_tagged_page_with_title_language_and_text_alternative() -> None:
    pdf = compose(REPORT)
    inside = objects(pdf)

    assert pdf.startswith(b"%PDF-1.7")
    assert pages(pdf) == 1
    assert b"/StructTreeRoot" in inside and b"/MarkInfo" in inside
    assert b"/Lang" in inside and b"/Alt" in inside
    assert b"<pdfuaid:part>1</pdfuaid:part>" in inside
    assert GOOD.full_title.encode() in inside


def test_the_same_report_gives_the_same_bytes() -> None:
    assert compose(REPORT) == compose(REPORT)


@pytest.mark.parametrize(
    "typed",
    ['#panic("typed")', "#sys.inputs", "$ x $", "*b* _i_", "\\u{1F600}", "@ref <label>", '#import "x"', "```code```", "// not a comment", '"]"; #let x'],
)
def test_what_people_type_is_text_and_never_code(typed: str) -> None:
    report = Report(replace(GOOD, title=f"{typed} title", bias=typed), [typed], question=typed, expectation=typed, organisation=typed)

    pdf = compose(report)

    assert pages(pdf) == 1
    # The same words, read back from the template's own data: nothing was interpreted on the way.
    assert _data(report)["answer"] == [typed]


def test_a_report_of_every_script_with_many_rows_stays_on_one_page() -> None:
    names = {f"v{i}": f"{phrase} {i}" for i, phrase in enumerate([*PHRASES.values()] * 6)}
    spec = spec_of({value: 90 - i for i, value in enumerate(names)}, Heading("x", "ប្រភេទ", ElementType.SELECT_ONE, names=names))

    report = Report(replace(spec, language="km"), [" ".join(PHRASES.values())] * 4, question=PHRASES["Khmer"], practice=True)

    assert pages(compose(report)) == 1
    assert _data(report)["left_out"] == "6 more values are in the CSV."


def test_practice_is_written_on_top() -> None:
    assert _data(replace(REPORT, practice=True))["practice"] == PRACTICE
    assert _data(REPORT)["practice"] == ""


def test_the_pages_own_words_can_be_in_another_language() -> None:
    words = {"Question": "คำถาม", "Answer": "คำตอบ", "Source": "แหล่งข้อมูล"}

    told = _data(replace(REPORT, words=words))

    assert told["asked"][0][0] == "คำถาม"
    assert told["answer_label"] == "คำตอบ"
    assert told["signposts"][0][0] == "แหล่งข้อมูล"


def test_R37_all_signposts_stand_on_the_page() -> None:
    assert [list(pair) for pair in GOOD.signposts] == _data(REPORT)["signposts"]


def test_a_chart_that_breaks_a_rule_stops_the_report() -> None:
    with pytest.raises(ChartRefused, match="R30"):
        compose(replace(REPORT, chart=replace(GOOD, source="")))


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a report reached for the network")

    monkeypatch.setattr(socket, "socket", refuse)

    assert compose(REPORT)


def test_letters_are_set_in_our_fonts_alone() -> None:
    fonts = {
        name.decode() for name in re.findall(rb"/BaseFont\s*/[A-Z]{6}\+([A-Za-z-]+)", objects(compose(replace(REPORT, question=" ".join(PHRASES.values())))))
    }

    assert fonts and all(name.startswith("NotoSans") for name in fonts), fonts
    assert typst
