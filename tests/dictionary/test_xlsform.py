"""XLSForm in and out: what maps, what is named, what is refused, and that what goes out comes back identical."""

import io
import shutil
import zipfile
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from tests.dictionary.workbooks import any_workbook, sheets_of, workbook
from titip.dictionary.rules.adopt import adopt
from titip.dictionary.rules.codebook import Codebook, CodeListEntry, ElementEntry, FormEntry, ItemEntry, PlacementEntry, canonical, from_plain, to_plain
from titip.dictionary.rules.findings import Level
from titip.dictionary.rules.starter import starter
from titip.dictionary.rules.types import ElementType, IdentifierKind, Status
from titip.dictionary.xlsform import NotAnXlsForm, read, write
from titip.kit.text import clean

HEAD = ["type", "name", "label"]


def rules(reading) -> set[str]:
    return {f.rule for f in reading.findings}


# --- refused, with a cure


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "empty", "is empty"),
        ("ชื่อ,อายุ\nมาลี,21\n".encode("cp874"), "text", "Windows-874"),
        (b"type,name\ntext,a\n", "text", "UTF-8"),
        ("type\tname\n".encode("utf-16"), "text", "UTF-16"),
        (b"%PDF-1.7\x00\x01\x02", "not_a_workbook", "not a spreadsheet"),
        (b"PK\x03\x04 and then nothing", "damaged", "damaged or locked"),
        (b"\xd0\xcf\x11\xe0 and then nothing", "damaged", "damaged or locked"),
        (any_workbook({"Sheet1": [["a"], ["b"]]}), "no_survey", "no sheet named “survey”"),
        (any_workbook({"survey": [["question", "answer"], ["a", "b"]]}), "no_columns", "“type” and “name”"),
        (any_workbook({"survey": []}), "no_columns", "“type” and “name”"),
    ],
)
def test_what_is_no_xlsform_is_refused_with_a_cure(data: bytes, code: str, words: str) -> None:
    with pytest.raises(NotAnXlsForm) as told:
        read(data, "file.xlsx")

    assert told.value.code == code
    assert words in str(told.value) and ("file.xlsx" in str(told.value))


def test_a_workbook_that_unpacks_to_far_too_much_is_not_opened() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(11):
            archive.writestr(f"{number}.xml", b"0" * 10 * 1024 * 1024)

    with pytest.raises(NotAnXlsForm, match="unpacks to more than 100 MB"):
        read(bomb.getvalue(), "bomb.xlsx")


# --- what maps


def test_types_limits_and_sections() -> None:
    survey = [
        [*HEAD, "hint", "required", "relevant", "constraint", "constraint_message", "appearance"],
        ["note", "welcome", "Say hello first."],
        ["begin_group", "g", "Part one", "", "", "${a} > 1"],
        ["integer", "a", "A", "a hint", "yes", "", ". >= 0 and . <= 120"],
        ["text", "b", "B", "", "", "${a} = 2", "string-length(.) <= 20 and regex(., '^[a-z]+$')"],
        ["begin group", "h", "Inner"],
        ["text", "c", "C", "", "no", "", "", "", "multiline"],
        ["select_one yn", "d", "D"],
        ["end group"],
        ["end_group"],
        ["select_multiple l", "e", "E"],
        ["decimal", "f", "F", "", "", "", ". > 3 or . = 0", "Too small"],
    ]
    choices = [["list_name", "name", "label"], ["yn", "yes", "Yes"], ["yn", "no", "No"], ["l", "x", "X"], ["l", "y", "Y"]]

    book = read(workbook(survey, choices, [["form_id", "form_title", "version"], ["f1", "Form one", "7"]]), "x.xlsx").book

    kinds = {e.code: e.type.value for e in book.elements}
    assert kinds == {"a": "integer", "b": "text", "c": "long_text", "d": "yes_no", "e": "select_many", "f": "decimal"}
    a, b, f = book.element("a"), book.element("b"), book.element("f")
    assert a and b and f
    assert (a.minimum_value, a.maximum_value, a.constraint, a.required, a.hint) == (Decimal(0), Decimal(120), "", True, "a hint")
    assert (b.max_length, b.pattern, b.constraint) == (20, "[a-z]+", "")
    assert b.relevant == "(${a} > 1) and (${a} = 2)"
    assert (f.constraint, f.constraint_message) == (". > 3 or . = 0", "Too small")
    form = book.forms[0]
    assert (form.code, form.name, form.version_label, form.instructions) == ("f1", "Form one", "7", "Say hello first.")
    assert [p.section for p in form.placements] == ["Part one", "Part one", "Part one · Inner", "Part one · Inner", "", ""]


def test_languages_by_name_and_by_code() -> None:
    survey = [
        ["type", "name", "label::English (en)", "label::ខ្មែរ (km)", "label::Thai", "hint::th"],
        ["select_one l", "a", "Name", "ឈ្មោះ", "ชื่อ", "คำแนะนำ"],
        ["text", "b", "", "តែ", "", ""],
    ]
    choices = [["list_name", "name", "label::English (en)", "label::Bahasa Indonesia"], ["l", "x", "Yes", "Ya"]]

    reading = read(workbook(survey, choices), "x.xlsx")

    a, b = reading.book.elements
    assert a.texts == {"km": {"label": "ឈ្មោះ"}, "th": {"label": "ชื่อ", "hint": "คำแนะนำ"}}
    assert reading.book.code_lists[0].items[0].translations == {"id": "Ya"}
    assert b.label == "តែ" and "no-english" in rules(reading)


# --- nothing dropped in silence


def test_whatever_has_no_place_is_listed_with_its_cell() -> None:
    survey = [
        [*HEAD, "default", "appearance", "choice_filter", "media::image", "required"],
        ["geotrace", "where", "Where"],
        ["text", "ok", "Ok", "x", "w1", "", "face.png", "${a} = 1"],
        ["select_one gone", "lost", "Lost", "", "", "parent = 1"],
        ["select_one l or_other", "open", "Open"],
        ["begin_repeat", "r", "Children"],
        ["text", "child", "Child"],
        ["end_repeat"],
        ["note", "n", "Between"],
        ["calculate", "sum", ""],
        ["deviceid", "device", ""],
        ["text", "ok", "Twice"],
        ["text", "1 bad", "Bad"],
        ["end_group"],
        ["begin_group", "never", "Never ends"],
    ]
    choices = [["list_name", "name", "label", "image"], ["l", "x ", "X", "x.png"], ["l", "x", "Again"], ["", "y", "Y"], ["spare", "z", "Z"]]

    reading = read(workbook(survey, choices), "x.xlsx")

    assert [e.code for e in reading.book.elements] == ["ok", "lost", "open", "r", "child"] and reading.book.element("child").inside == "r"
    told = {(f.rule, f.where) for f in reading.findings}
    assert told >= {
        ("not-mapped", "survey A2"), ("not-mapped", "survey D3"), ("not-mapped", "survey E3"), ("not-mapped", "survey G3"), ("not-mapped", "survey H3"),
        ("unknown-list", "survey A4"), ("not-mapped", "survey F4"), ("not-mapped", "survey A5"),
        ("not-an-element", "survey C9"), ("not-an-element", "survey row 10"), ("not-an-element", "survey row 11"), ("duplicate-code", "survey B12"),
        ("bad-code", "survey B13"), ("not-mapped", "survey row 14"), ("not-mapped", "survey"), ("stray-space", "choices B2"), ("not-mapped", "choices D2"),
        ("duplicate-code", "choices B3"), ("bad-code", "choices B4"), ("not-mapped", "choices"),
    }  # fmt: skip


# --- what goes out comes back


def test_the_starter_comes_back_identical() -> None:
    assert read(write(starter()), "x.xlsx").book == starter()


@pytest.mark.parametrize("form", [f.code for f in starter().forms])
def test_each_form_comes_back_identical_and_pyxform_accepts_it(form: str) -> None:
    file = write(starter(), form)

    assert read(file, "x.xlsx").book == starter().only(form)
    accepted = convert(xlsform=file, validate=False, file_type=".xlsx")
    assert form in accepted.xform and not accepted.warnings


def test_htcds_comes_back_identical_and_pyxform_accepts_it(htcds_form: Path) -> None:
    reading = read(htcds_form.read_bytes(), htcds_form.name)
    book = adopt(reading.book, starter(), where=reading.where).book

    back = read(write(book, "htcds_xlsform"), "x.xlsx")

    assert back.book == book and not back.findings
    assert "prs_First_Name" in convert(xlsform=write(book, "htcds_xlsform"), validate=False, file_type=".xlsx").xform


def test_the_same_dictionary_gives_the_same_bytes() -> None:
    assert write(starter()) == write(starter())


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(KeyError):
        write(starter(), "nothing")


def test_an_edit_in_the_survey_wins_over_our_own_sheet() -> None:
    sheets = sheets_of(write(starter(), "first_interview"))
    columns = sheets["survey"][0]
    row = next(row for row in sheets["survey"] if row[1] == "age_at_registration")
    row[columns.index("label")] = "What is your age?"
    row[columns.index("constraint")] = ". >= 0 and . <= 110"

    age = read(any_workbook(sheets), "x.xlsx").book.element("age_at_registration")

    assert age and (age.question_text, age.label, age.maximum_value, age.risk) == ("What is your age?", "Age", Decimal(110), "medium")


NAME = st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12).map(clean).filter(bool)


@st.composite
def books(draw: st.DrawFn) -> Codebook:
    codes = draw(st.lists(NAME, min_size=1, max_size=4, unique=True))
    words = st.dictionaries(st.sampled_from(["km", "th"]), WORDS, max_size=2)
    above = [draw(st.sampled_from(["", *(f"c{m}" for m in range(n))])) for n in range(3)]
    items = tuple(ItemEntry(f"c{n}", draw(WORDS), parent=above[n], translations=draw(words)) for n in range(3))
    elements = []
    for code in codes:
        kind = draw(st.sampled_from(list(ElementType)))
        number = kind in (ElementType.INTEGER, ElementType.DECIMAL)
        text = kind in (ElementType.TEXT, ElementType.LONG_TEXT)
        elements.append(ElementEntry(
            code=code, record_type="registration", type=kind, label=draw(WORDS), hint=draw(st.sampled_from(["", "a hint"])),
            question_text=draw(st.sampled_from(["", "Really?"])), why=draw(st.sampled_from(["", "Because."])),
            status=draw(st.sampled_from(list(Status))), required=draw(st.booleans()), relevant=draw(st.sampled_from(["", "${a} = 1"])),
            minimum_value=draw(st.sampled_from([None, Decimal("0.5")])) if number else None,
            maximum_value=draw(st.sampled_from([None, Decimal(9)])) if number else None,
            max_length=draw(st.sampled_from([None, 7])) if text else None, pattern=draw(st.sampled_from(["", "[a-z]*", "a|b"])) if text else "",
            constraint=draw(st.sampled_from(["", ". != 3", ". >= 1"])), missing_codes=draw(st.sampled_from([(), ("declined",), ("declined", "unknown")])),
            risk=draw(st.sampled_from(["low", "medium", "high", "identity"])), identifier=draw(st.sampled_from(list(IdentifierKind))),
            never_by_default=draw(st.booleans()), retention_months=draw(st.sampled_from([None, 0, 24])), certainty_asked=draw(st.booleans()),
            code_list="list" if kind in (ElementType.SELECT_ONE, ElementType.SELECT_MANY, ElementType.PLACE, ElementType.HIERARCHY) else "",
            calculation="${a} + 1" if kind is ElementType.CALCULATED else "",
            inside=draw(st.sampled_from(["", *(e.code for e in elements if e.type is ElementType.REPEAT)])) if kind is not ElementType.REPEAT else "",
            texts=draw(st.dictionaries(st.sampled_from(["km", "vi"]), st.fixed_dictionaries({"label": WORDS}), max_size=2)), source="test",
        ))  # fmt: skip
    lists = (CodeListEntry("list", "A list", "test", items),) if any(e.code_list for e in elements) else ()
    placements = tuple(PlacementEntry(e.code, draw(st.sampled_from(["", "One"]))) for e in elements if not e.inside)
    placements = tuple(sorted(placements, key=lambda p: [q.section for q in placements].index(p.section)))
    return Codebook(code_lists=lists, elements=tuple(elements), forms=(FormEntry("form", "Form", "registration", placements=placements),))


@settings(max_examples=60, deadline=None)
@given(books())
def test_any_dictionary_comes_back_identical(book: Codebook) -> None:
    back = read(write(book, "form"), "x.xlsx")

    assert back.book.elements == book.elements
    assert back.book == book
    assert [f for f in back.findings if f.level is not Level.NOTE] == []


def test_what_a_phone_cannot_ask_is_listed_in_the_file() -> None:
    born = ElementEntry("born", "registration", ElementType.PARTIAL_DATE, "Born", constraint=". <= today()", certainty_asked=True, source="test")
    came = ElementEntry("came", "registration", ElementType.DATE_TIME, "Came", relevant="${born} > '2000-01-01'", source="test")
    form = FormEntry("form", "Form", "registration", placements=(PlacementEntry("born"), PlacementEntry("came")))
    data = write(Codebook(elements=(born, came), forms=(form,)), "form")

    lost = {(row[0], row[1].split()[0]) for row in sheets_of(data)["titip_losses"][1:]}
    asked = {row[1]: row[0] for row in sheets_of(data)["survey"][1:]}
    back = read(data, "x.xlsx").book

    assert asked == {"born": "text", "came": "dateTime"}
    assert lost == {("born", "A"), ("born", "Its"), ("born", "How"), ("came", "The")}
    assert back.elements == (born, came)


def test_a_date_asked_by_month_or_year_is_one_known_in_part() -> None:
    rows = [["date", "born", "Born", "year"], ["date", "left", "Left", "month-year"], ["dateTime", "came", "Came", ""]]
    survey = [["type", "name", "label", "appearance"], *rows]

    reading = read(any_workbook({"survey": survey}), "x.xlsx")

    assert [e.type for e in reading.book.elements] == [ElementType.PARTIAL_DATE, ElementType.PARTIAL_DATE, ElementType.DATE_TIME]
    assert not [f for f in reading.findings if "appearance" in f.message]


@given(books())
def test_canonical_json_comes_back_identical(book: Codebook) -> None:
    assert canonical(from_plain(to_plain(book))) == canonical(book)
    assert from_plain(to_plain(book)) == book


def test_every_property_of_an_element_travels() -> None:
    """A new property must go through the file, or this fails."""
    book = starter().only("case_sheet")
    full = replace(
        book.elements[0], ic_tip="x", repeats=True, offline_allowed=True, sensitive=True, generalise="year", retention_months=3, indirect_text="softly",
        calculation="1", unit="kg",
        pattern_hint="so", constraint_message="no", source_asked=True, risk_confirmed=False, heavy=True, minimum=True, searchable=False,
    )  # fmt: skip
    book = replace(book, elements=(full, *book.elements[1:]))

    back = read(write(book, "case_sheet"), "x.xlsx").book.elements[0]

    assert {f.name: getattr(back, f.name) for f in fields(full)} == {f.name: getattr(full, f.name) for f in fields(full)}


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("java") is None, reason="ODK Validate runs on Java, which is not here")
@pytest.mark.parametrize("form", ["", *(f.code for f in starter().forms)])
def test_odk_validate_accepts_what_goes_out(form: str) -> None:
    assert not convert(xlsform=write(starter(), form), validate=True, file_type=".xlsx").warnings


# --- kinds of entry that XLSForm has in its own way


def test_a_repeat_a_calculation_a_file_and_a_cascade_come_in() -> None:
    survey = [
        [*HEAD, "calculation", "choice_filter"],
        ["begin_repeat", "papers", "Papers"], ["image", "scan", "Scan"],
        ["begin_repeat", "pages", "Pages"], ["text", "page", "Page"], ["end_repeat"], ["end_repeat"],
        ["integer", "earned", "Earned"], ["calculate", "left", "Left over", "${earned} - 3"], ["calculate", "machinery", "", "1"],
        ["select_one lands", "land", "Land"], ["select_one parts", "part", "Part", "", "in_land = ${land}"],
        ["select_one towns", "town", "Town", "", "of=${part}"],
        ["select_one lands", "other_land", "Other land"], ["select_one parts", "other_part", "Other part", "", "in_land = ${other_land}"],
        ["text", "why_kh", "Why there", "${other_land}"],
    ]  # fmt: skip
    survey[-1] = ["calculate", "why_kh", "Why there", "${other_land}", ""]
    choices = [
        ["list_name", "name", "label", "in_land", "of"], ["lands", "KH", "Cambodia"], ["lands", "TH", "Thailand"],
        ["parts", "KH-2", "Battambang", "KH"], ["parts", "TH-50", "Chiang Mai", "TH"], ["towns", "KH-2-1", "Banan", "", "KH-2"],
    ]  # fmt: skip

    reading = read(workbook(survey, choices), "x.xlsx")

    book = reading.book
    assert [p.element for p in book.forms[0].placements] == ["papers", "earned", "left", "town", "other_land", "other_part", "why_kh"]
    assert {e.code: (e.type.value, e.inside) for e in book.elements if e.inside or e.code in ("papers", "left", "town", "other_part")} == {
        "papers": ("repeat", ""), "scan": ("file", "papers"), "page": ("text", "papers"), "left": ("calculated", ""), "town": ("hierarchy", ""),
        "other_part": ("select_one", ""),
    }  # fmt: skip
    assert {i.code: i.parent for i in book.code_list("towns").items} == {"KH": "", "TH": "", "KH-2": "KH", "TH-50": "TH", "KH-2-1": "KH-2"}
    said = [f.message for f in reading.findings]
    assert any("stay two questions, because 'other_land' is used by 'why_kh' too" in m for m in said)
    assert any("stands inside another" in m for m in said) and any("'machinery' is a calculate without words" in m for m in said)


def test_the_new_kinds_go_out_as_a_form_that_pyxform_accepts_and_come_back(tmp_path: Path) -> None:
    from pyxform.xls2xform import convert

    from tests.intake.kinds import ELEMENTS, FORM, PLACES, SECTIONS

    placements = tuple(PlacementEntry(code, title) for title, codes in SECTIONS.items() for code in codes)
    book = Codebook(code_lists=(PLACES,), elements=ELEMENTS, forms=(FormEntry(FORM, "Kinds", "registration", order=50, placements=placements),))
    written = write(book, FORM)
    made = convert(xlsform=written, validate=False, file_type=".xlsx")
    assert "<repeat" in made.xform and "lived_in__3" in made.xform and 'mediatype=' in made.xform
    assert read(written, "x.xlsx").book.elements == ELEMENTS
