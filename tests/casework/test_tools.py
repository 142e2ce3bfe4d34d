"""An organisation's own instrument: refused without a licence, asked with its skips, scored in the open; and what validation tells."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from tests.casework.tools import CSV, asked_with_a_tool, instrument
from tests.people import agrees, registered
from tests.world import actor_for
from titip.casework import actions, reads
from titip.casework.models import Tool, ToolUse
from titip.casework.reads import tools as validating
from titip.casework.rules.instruments import NONE, SIGNS, BadInstrument, Kind, Wording, from_json, read_csv, score
from titip.casework.rules.words import Part
from titip.casework.views.tools import _bars
from titip.consent import actions as consent
from titip.protect.models import SealedValue

TODAY = date(2026, 1, 1)


SURVEY = (("type", "name", "label", "relevant"), ("note", "hello", "Good day", ""), ("select_one yn", "works", "Does she work?", ""),
          ("select_one yn", "papers", "Does somebody else keep her papers?", "${works} = 'yes'"))


def workbook(rows: tuple[tuple[str, ...], ...] = SURVEY, **settings: str) -> bytes:
    book = Workbook()
    survey, choices, said = book.active, book.create_sheet("choices"), book.create_sheet("settings")
    survey.title = "survey"
    for row in rows:
        survey.append(row)
    for row in (("list_name", "name", "label", "weight"), ("yn", "yes", "Yes", 1), ("yn", "no", "No", 0)):
        choices.append(row)
    given = {"form_title": "Practice form", "version": "3", "default_language": "en", "source": "Made up", "licence": "CC0", "threshold": "2", **settings}
    for row in (tuple(given), tuple(given.values())):
        said.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize(("before", "after", "said"), [
    ("setting,licence,CC0,,,\n", "", "“licence” is missing"), ("setting,threshold,3", "setting,threshold,9", "nobody is ever referred"),
    ("setting,threshold,3", "setting,threshold,0", "above 0"), ("'yes'", "'yes", "not understood"), ("${works}", "${papers}", "does not stand before"),
    ("yes_no,papers", "yes_no,works", "name of its own"), ("yes_no,papers", "text,papers", "Row 12.*cannot be scored"), ("1.5", "-1", "Row 12.*0 to 1000"),
    ("how_often\nyes_no", "other\nyes_no", "fewer than two"), ("Does she work?", "", "Row 10.*words are missing"),
    ("yes_no,works", ",works", "Row 10.*cannot be asked"), ("choice,never", "choice,often", "Row 9.*name of its own"),
    ("choice,never", "choice,", "Row 9.*name of its own"),
    ("yes_no,papers,Does somebody else keep her papers?,1.5", "integer,papers,Hours?,60: 1", "Row 12.*from 60 = 1"),
    ("yes_no,papers,Does somebody else keep her papers?,1.5", "integer,papers,Hours?,from 60 = 1; from 20 = 2", "rising"),
    ("CC0", "C" * 501, "longer than 500"),
    ("setting,source", "setting,mode,by post,,,\nsetting,source", "names “by”"), ("kind,name", "name,name", "must name the columns"),
    ("relevant,list", "relevant,relevant,list", "stands there twice"), ("setting,threshold,3", "setting,threshold,inf", "above 0"),
    ("Does she work?", "Does she work? " * 40, "Row 10.*longer than 500"), ("Made up", '"Made up', "not a CSV file"),
])
def test_what_is_no_instrument_is_refused_with_its_cure(before, after, said):
    assert before in CSV
    with pytest.raises(BadInstrument, match=said):
        read_csv(CSV.replace(before, after))


def test_a_score_shows_every_weight_and_skips_weigh_nothing():
    tool = instrument()
    assert from_json(tool.as_json()) == tool and len(tool.items) == 3
    rows, total, result = score(tool, {"works": "yes", "watched": "often", "papers": "yes"}, TODAY)
    assert ([row.weight for row in rows], total, result) == ([0, 2, 1.5], 3.5, SIGNS)
    rows, total, result = score(tool, {"works": "no", "watched": "often", "papers": "yes"}, TODAY)
    assert ([(row.weight, row.asked) for row in rows], total, result) == ([(0, True), (0, False), (1.5, True)], 1.5, NONE)
    assert score(tool, {"papers": "forged"}, TODAY)[1:] == (0, NONE)


MANY = """kind;name;label;label::ไทย (th);indirect;indirect::th;instruction;weight;relevant;list
setting;title;Practice form;;;;;;;
setting;version;2;;;;;;;
setting;source;Made up;;;;;;;
setting;licence;CC0;;;;;;;
setting;language;English (en);;;;;;;
setting;threshold;2,5;;;;;;;
setting;mode;phone, hotline;;;;;;;
choice;door;The door is locked;ประตูล็อก;;;;1;;kept
choice;phone;No telephone;ไม่มีโทรศัพท์;;;;1;;kept
choice;guard;Somebody watches;;;;;1;;kept
select_multiple;kept;What keeps her there?;อะไรทำให้เธออยู่ที่นั่น;What is it like to go out?;ออกไปข้างนอกได้ไหม;Do not press.;;;kept

integer;hours;Hours of work in a week?;;;;;from 48 = 0,5; from 84 = 1,5;;
text;words;In her words;;;;;;${hours} > 60;
"""


def test_several_answers_numbers_and_notes_in_two_languages_with_a_gentler_way_to_ask():
    quoted = MANY.replace("from 48 = 0,5; from 84 = 1,5", '"from 48 = 0,5; from 84 = 1,5"')
    tool = read_csv(quoted)
    assert from_json(tool.as_json()) == tool and tool.languages == {"en": 3, "th": 1} and tool.modes == ("phone", "hotline")
    kept, hours, words = tool.items
    assert (kept.kind, hours.kind, words.kind) == (Kind.SEVERAL, Kind.NUMBER, Kind.TEXT)
    assert kept.said("th", "en") == Wording("อะไรทำให้เธออยู่ที่นั่น", "ออกไปข้างนอกได้ไหม", "Do not press.", "th")
    assert hours.said("th", "en").language == "en" and kept.options[0].said("th") == "ประตูล็อก" and kept.options[2].said("th") == "Somebody watches"
    rows, total, result = score(tool, {"kept": "door guard forged", "hours": "84.5", "words": "Never a day off"}, TODAY)
    assert ([(row.weight, row.asked) for row in rows], total, result) == ([(2, True), (1.5, True), (0, True)], 3.5, SIGNS)
    for number, weight in (("47.9", 0), ("48", 0.5), ("83", 0.5), ("", 0)):
        rows, *_ = score(tool, {"hours": number, "words": "x"}, TODAY)
        assert rows[1].weight == weight and rows[2].asked == (number == "83")
    with pytest.raises(BadInstrument, match="Row 14.*name of its own"):
        read_csv(quoted.replace("integer;hours", "integer;my hours"))


def test_a_groups_rule_holds_inside_it_and_a_note_is_told_with_the_next_question():
    rows = (("type", "name", "label::English (en)", "label::Khmer (km)", "hint::English (en)", "relevant"),
            ("select_one yn", "works", "Does she work?", "តើនាងធ្វើការទេ?", "", ""), ("begin group", "at", "At work", "", "", "${works} = 'yes'"),
            ("note", "slowly", "Ask slowly.", "សួរយឺតៗ។", "", ""), ("select_one yn", "papers", "Who keeps her papers?", "", "A passport, too.", ""),
            ("integer", "days", "Days off?", "", "", "${papers} = 'yes'"), ("end group", "", "", "", "", ""), ("text", "more", "Anything else?", "", "", ""))
    tool = actions.read_instrument(workbook(rows, default_language="English (en)", mode="in_person"), "form.xlsx")
    works, papers, days, more = tool.items
    assert [item.skip for item in tool.items] == ["", "(${works} = 'yes')", "(${works} = 'yes') and (${papers} = 'yes')", ""]
    assert papers.instruction == "Ask slowly.\nA passport, too." and papers.said("km", "en").instruction == "សួរយឺតៗ។" and not more.instruction
    assert works.said("km", "en").text == "តើនាងធ្វើការទេ?" and tool.modes == ("in_person",) and days.whole
    assert [row.asked for row in score(tool, {"works": "no", "papers": "yes", "days": "2"}, TODAY)[0]] == [True, False, False, True]


def test_the_questions_are_shown_in_another_language_and_nothing_typed_is_lost(world, case, person):
    tool = actions.load_tool(actor=actor_for(world.bob), instrument=read_csv(MANY.replace("from 48 = 0,5; from 84 = 1,5", '"from 48 = 0,5; from 84 = 1,5"')))
    alice, use = world.client_for(world.alice), reverse("casework:use_tool", args=[case.pk, tool.pk])
    body = alice.get(use).content.decode()
    assert "What is it like to go out?" in body and "Do not press." in body and "By telephone" in body and "In person" not in body
    given = {"person": str(person.pk), "mode": "hotline", "language": "th", "q_kept": ["door"], "q_hours": "many", "q_words": "Never <b>out</b>"}
    body = alice.post(use, given | {"show": "1"}).content.decode()
    assert '<span lang="th">อะไรทำให้เธออยู่ที่นั่น</span>' in body and '<span lang="th">ประตูล็อก</span>' in body and 'lang="en"' in body
    assert 'value="many"' in body and "Never &lt;b&gt;out&lt;/b&gt;" in body and "is not a number" not in body and not ToolUse.objects.exists()
    body = alice.post(use, given).content.decode()
    assert "“many” is not a number" in body and 'value="many"' in body and not ToolUse.objects.exists()
    assert "Select a valid choice" in alice.post(use, given | {"mode": "in_person", "q_hours": "60"}).content.decode()
    alice.post(use, given | {"q_hours": "๘๔", "q_kept": ["door", "guard"]})
    row = ToolUse.objects.get()
    assert (row.result, row.mode, row.language) == (SIGNS, "hotline", "th")
    body = alice.get(reverse("casework:tool_result", args=[case.pk, row.pk])).content.decode()
    assert "ประตูล็อก, Somebody watches · 2" in body and "84 · 1.5" in body and "Never &lt;b&gt;out" in body and "On the hotline" in body
    assert "ไทย (1 of 3 questions)" in world.client_for(world.bob).get(reverse("casework:tools")).content.decode()


def test_an_xlsform_is_loaded_by_page_and_one_without_licence_is_not(world, case, person):
    bob, alice = world.client_for(world.bob), world.client_for(world.alice)
    load = reverse("casework:tools")
    body = bob.post(load, {"file": SimpleUploadedFile("form.xlsx", workbook(licence=""))}).content.decode()
    assert "“licence” is missing" in body and not Tool.objects.exists()
    assert bob.post(load, {"file": SimpleUploadedFile("form.xlsx", workbook())}).status_code == 302
    assert "loaded already" in bob.post(load, {"file": SimpleUploadedFile("form.xlsx", workbook())}).content.decode()
    tool = Tool.objects.get()
    use = reverse("casework:use_tool", args=[case.pk, tool.pk])
    assert "Does somebody else keep her papers?" in alice.get(use).content.decode()
    assert "Nothing is answered yet" in alice.post(use, {"person": str(person.pk), "mode": "phone"}).content.decode()
    alice.post(use, {"person": str(person.pk), "mode": "phone", "q_works": "yes", "q_papers": "yes", "began": "1"})
    row = ToolUse.objects.get()
    assert (row.result, row.seconds) == (SIGNS, None), "a time that cannot be is none"
    assert b"papers" not in bytes(SealedValue.objects.get(pk=row.vault_id).blob)
    result = reverse("casework:tool_result", args=[case.pk, row.pk])
    body = alice.get(result).content.decode()
    assert "Signs present: refer for a full interview" in body and "come to 2" in body and "Yes: 1; No: 0" in body and "not a victim" not in body
    assert "Signs present" in alice.get(reverse("casework:tool_uses", args=[case.pk])).content.decode()
    bob.post(reverse("casework:retire_tool", args=[tool.pk]))
    assert alice.get(use).status_code == 404
    consent.withdraw(actor=actor_for(world.alice), person=person, purposes=["care"])
    assert "no basis for her care" in alice.get(result).content.decode()
    actions.apply_erase(person.pk, frozenset(), "tests")
    assert not ToolUse.objects.exists()


def test_validation_tells_agreement_and_time_from_enough_on(world, case, person, monkeypatch):
    monkeypatch.setattr(validating, "LEAST", 4)
    client, page = world.client_for(world.bob), reverse("casework:validation")
    assert "No tool was used yet" in client.get(page).content.decode()
    tool, _use = asked_with_a_tool(world, case, person)
    people = [person]
    for _n in range(3):
        other = registered(world.alice)
        agrees(world.alice, other, "care")
        actions.add_participant(actor=actor_for(world.alice), case=case, person=other, part=Part.VICTIM)
        people.append(other)
    signs, none = {"works": "yes", "watched": "often", "papers": "yes"}, {"works": "no"}
    for other, (first, second) in zip(people, ((signs, signs), (none, none), (signs, none), (signs, signs)), strict=True):
        for staff, answers in ((world.alice, first), (world.bob, second)):
            actions.use_tool(actor=actor_for(staff), case=case, person=other, tool=tool, answers=answers, seconds=120)
    found = reads.validation()[0]
    assert (found.tool, found.version, found.judged, found.twice) == ("Practice form", "2026.1", 9, 4)
    # Her first judgement of the first person counts: none (2 of 3). So pairs are none/signs, none/none, signs/none, signs/signs: agreement as by chance.
    assert found.cohen is not None and found.cohen.kappa == pytest.approx(0) and found.cohen.observed == 0.5
    assert found.fleiss is not None and found.fleiss.low < 0 < found.fleiss.high and (found.q1, found.median, found.q3) == (2, 2, 2)
    body = client.get(page).content.decode()
    assert "95 % interval" in body and "4 people" in body and "Alice" not in body and person.code not in body
    assert "Judged alike" in body and "50 % of the time" in body and 'rect width="50"' in body
    monkeypatch.setattr(validating, "LEAST", 5)
    body = client.get(page).content.decode()
    assert "95 % interval" not in body and "too few were judged twice" in body


def test_a_bar_is_drawn_of_enough_people_only():
    counts = [("court", "confirmed", 4), ("ours", "confirmed", 20), ("ours", "presumed", 5)]
    assert _bars(counts) == [("Court", [("Confirmed as a trafficked person", None, 0)]),
                             ("Our organisation", [("Confirmed as a trafficked person", 20, 100), ("Presumed to be a trafficked person", 5, 25)])]
