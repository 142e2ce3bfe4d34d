"""Loading, importing, freezing, exporting: what changes, what stays, what is recorded."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.dictionary.workbooks import small, workbook
from tests.world import STORES
from titip.dictionary import actions, reads, xlsform
from titip.dictionary.actions.storing import store
from titip.dictionary.models import DictionaryVersion, ElementVersion, ImportReport
from titip.dictionary.reads.rows import latest_book
from titip.dictionary.rules.codebook import canonical, from_plain, sha256
from titip.dictionary.rules.starter import starter
from titip.protect.models import AuditEvent

pytestmark = [pytest.mark.django_db(databases=STORES), pytest.mark.usefixtures("house")]


def test_the_starter_loads_once() -> None:
    first = actions.load_starter(actor_code="S-1")
    second = actions.load_starter(actor_code="S-1")

    assert first == second
    assert DictionaryVersion.objects.count() == 1
    assert latest_book() == starter()
    assert set(AuditEvent.objects.values_list("kind", flat=True)) >= {"dictionary.freeze", "dictionary.starter"}


def test_the_starter_leaves_alone_what_is_here() -> None:
    actions.load_starter(actor_code="S-1")
    phone = starter().element("phone")
    assert phone
    store(replace(starter(), elements=(replace(phone, label="Telephone number"),)))

    actions.load_starter(actor_code="S-1")

    assert reads.declared("registration")["phone"].label == "Telephone number"
    assert reads.declared("registration")["phone"].version == 2


def test_a_frozen_version_is_its_hash() -> None:
    version = actions.load_starter(actor_code="S-1")

    kept = DictionaryVersion.objects.get(pk=version.pk)

    assert sha256(from_plain(kept.content)) == kept.sha256
    assert canonical(from_plain(kept.content)) == canonical(latest_book())
    assert kept.elements.count() == len(starter().elements)


def test_an_old_version_stays_readable_after_a_change() -> None:
    actions.import_xlsform(data=small("Boat"), file_name="small.xlsx", actor_code="S-1")
    actions.import_xlsform(data=small("Vessel"), file_name="small.xlsx", actor_code="S-1")

    assert reads.declared("registration")["boat"].label == "Vessel"
    assert reads.declared("registration", 1)["boat"].label == "Boat"
    assert list(ElementVersion.objects.values_list("number", flat=True)) == [1, 2]


def test_importing_the_same_file_again_changes_nothing(htcds_form: Path) -> None:
    data = htcds_form.read_bytes()
    first = actions.import_xlsform(data=data, file_name="htcds_xlsform.xlsx", actor_code="S-1")
    before = list(ElementVersion.objects.values_list("element__code", "number"))

    second = actions.import_xlsform(data=data, file_name="htcds_xlsform.xlsx", actor_code="S-1")

    assert first.changed == {"new": 31, "changed": 0, "unchanged": 0}
    assert second.changed == {"new": 0, "changed": 0, "unchanged": 31}
    assert second.version == first.version
    assert list(ElementVersion.objects.values_list("element__code", "number")) == before


def test_the_real_htcds_form_becomes_a_form_with_sealed_elements(htcds_form: Path) -> None:
    report = actions.import_xlsform(data=htcds_form.read_bytes(), file_name="htcds_xlsform.xlsx", actor_code="S-1")

    form = reads.form_spec(report.form_code)
    elements = list(form)

    assert (report.elements, report.code_lists) == (31, 11)
    assert form.name == "HTCDS 2.0 core"
    assert [e.code for e in elements if e.risk == "identity"] == [
        "prs_First_Name", "prs_Second_Name", "prs_Birthdate", "prs_Email", "prs_HomePhone", "prs_MobilePhone", "prs_MailingStreet", "prs_MailingPostalCode",
    ]
    assert sum(e.sealed for e in elements) == 12
    assert all(e.missing == ("declined", "unknown", "ask_later") and e.definition for e in elements)
    assert {e.mapping["htcds"] for e in elements} >= {"prs_FirstName", "prs_SecondName", "vic_MethodsOfControl"}


def test_a_changed_file_makes_new_versions_and_says_what_changed() -> None:
    actions.import_xlsform(data=small("Boat"), file_name="small.xlsx", actor_code="S-1")

    report = actions.import_xlsform(data=small("Vessel"), file_name="small.xlsx", actor_code="S-1")

    assert report.changed == {"new": 0, "changed": 1, "unchanged": 0}
    assert [f["message"] for f in report.findings if f["rule"] == "changed"] == ["'boat' changes: label. A new version is made; older records keep theirs."]


def test_what_a_person_confirmed_here_survives_the_same_form() -> None:
    actions.import_xlsform(data=small("Boat"), file_name="small.xlsx", actor_code="S-1")
    boat = latest_book().element("boat")
    assert boat and boat.risk == "high" and not boat.risk_confirmed
    store(replace(latest_book(), elements=(replace(boat, risk="medium", risk_confirmed=True, definition="A boat."),)))

    actions.import_xlsform(data=small("Vessel"), file_name="small.xlsx", actor_code="S-1")

    boat = latest_book().element("boat")
    assert boat and (boat.label, boat.risk, boat.risk_confirmed, boat.definition) == ("Vessel", "medium", True, "A boat.")


def test_a_form_of_another_origin_never_changes_an_element_that_is_here() -> None:
    actions.load_starter(actor_code="S-1")
    file = workbook([["type", "name", "label"], ["text", "phone", "Any phone"], ["text", "case_summary", "Summary"]])

    report = actions.import_xlsform(data=file, file_name="other.xlsx", actor_code="S-1")

    assert reads.declared("registration")["phone"].label == "Telephone"
    assert [d.code for d in reads.form_spec("small")] == ["phone"]
    assert {f["rule"] for f in report.findings} >= {"kept", "code-taken"}


def test_lists_of_different_forms_with_the_same_name_stay_apart() -> None:
    survey = [["type", "name", "label"], ["select_one status", "state", "State"]]
    one = workbook(survey, [["list_name", "name", "label"], ["status", "a", "A"]], [["form_id"], ["one"]])
    other = workbook([survey[0], ["select_one status", "stage", "Stage"]], [["list_name", "name", "label"], ["status", "b", "B"]], [["form_id"], ["two"]])

    actions.import_xlsform(data=one, file_name="one.xlsx", actor_code="S-1")
    actions.import_xlsform(data=other, file_name="two.xlsx", actor_code="S-1")

    declared = reads.declared("registration")
    assert [c.code for c in declared["state"].choices] == ["a"]
    assert [c.code for c in declared["stage"].choices] == ["b"]


def test_a_choice_that_goes_is_retired_never_removed() -> None:
    survey = [["type", "name", "label"], ["select_one status", "state", "State"]]
    heading = ["list_name", "name", "label"]
    actions.import_xlsform(data=workbook(survey, [heading, ["status", "a", "A"], ["status", "b", "B"]]), file_name="s.xlsx", actor_code="S-1")

    actions.import_xlsform(data=workbook(survey, [heading, ["status", "b", "B"]]), file_name="s.xlsx", actor_code="S-1")

    assert [(c.code, c.retired) for c in reads.declared("registration")["state"].choices] == [("b", False), ("a", True)]


def test_a_refused_file_changes_nothing() -> None:
    with pytest.raises(xlsform.NotAnXlsForm):
        actions.import_xlsform(data=b"a,b\n1,2\n", file_name="x.csv", actor_code="S-1")

    assert not ImportReport.objects.exists() and not DictionaryVersion.objects.exists()


def test_an_export_of_another_house_comes_in_protected() -> None:
    """A file may not lower a class that we would give: it is raised, and waits for a person to confirm it."""
    book = replace(starter(), elements=tuple(replace(e, risk="low", identifier="") if e.code == "phone" else e for e in starter().elements))  # type: ignore[arg-type]

    report = actions.import_xlsform(data=xlsform.write(book, "first_interview"), file_name="x.xlsx", actor_code="S-1")

    phone = reads.declared("registration")["phone"]
    assert (phone.risk, phone.identifier.value) == ("identity", "phone")
    assert "raised" in {f["rule"] for f in report.findings}


def test_export_and_import_here_changes_nothing(htcds_form: Path) -> None:
    actions.load_starter(actor_code="S-1")
    actions.import_xlsform(data=htcds_form.read_bytes(), file_name="htcds_xlsform.xlsx", actor_code="S-1")
    before = reads.current()

    for form_code in ("", "first_interview", "htcds_xlsform"):
        file = actions.export_xlsform(form_code=form_code, actor_code="S-1")
        report = actions.import_xlsform(data=file, file_name="back.xlsx", actor_code="S-1")
        assert report.changed["new"] == report.changed["changed"] == 0

    assert reads.current() == before


def test_the_codebook_in_csv_has_every_property_of_every_element() -> None:
    actions.load_starter(actor_code="S-1")

    text = actions.export_codebook_csv(actor_code="S-1").decode("utf-8-sig")

    heading, *rows = text.splitlines()
    assert len(rows) == len(starter().elements)
    assert {"code", "definition", "risk", "identifier", "purposes", "retention_months", "htcds", "ctdc", "allowed_values"} <= set(heading.split(","))


def test_unknown_forms_are_refused() -> None:
    actions.load_starter(actor_code="S-1")

    with pytest.raises(KeyError):
        actions.export_xlsform(form_code="nothing", actor_code="S-1")


def test_the_number_of_queries_does_not_grow_with_the_elements(htcds_form: Path) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection, ) as captured:
            reads.declared("registration")
            reads.form_spec(reads.forms("registration")[0].code)
            reads.purposes()
            reads.questions()
        return len(captured)

    actions.import_xlsform(data=small(), file_name="small.xlsx", actor_code="S-1")
    queries()
    few = queries()
    actions.import_xlsform(data=htcds_form.read_bytes(), file_name="htcds_xlsform.xlsx", actor_code="S-1")
    actions.load_starter(actor_code="S-1")
    queries()

    assert queries() == few <= 6
    with CaptureQueriesContext(connection) as captured:
        latest_book()
    assert len(captured) <= 12


def test_an_element_is_changed_and_its_class_confirmed() -> None:
    actions.import_xlsform(data=small("Boat"), file_name="small.xlsx", actor_code="S-1")

    actions.edit_element(code="boat", base=1, changes={"risk": "medium", "definition": "A boat.", "purposes": ("care",)}, actor_code="S-1")

    boat = latest_book().element("boat")
    assert boat and (boat.version, boat.risk, boat.risk_confirmed, boat.definition, boat.purposes) == (2, "medium", True, "A boat.", ("care",))
    event = AuditEvent.objects.get(kind="dictionary.edit")
    assert event.detail["changed"] == ["definition", "purposes", "risk", "risk_confirmed"]
    assert reads.declared("registration")["boat"].risk == "medium"


def test_a_colleagues_change_is_not_overwritten() -> None:
    actions.import_xlsform(data=small("Boat"), file_name="small.xlsx", actor_code="S-1")
    actions.edit_element(code="boat", base=1, changes={"label": "Ship"}, actor_code="S-1")

    with pytest.raises(actions.CannotEdit, match="meanwhile"):
        actions.edit_element(code="boat", base=1, changes={"label": "Raft"}, actor_code="S-2")


@pytest.mark.parametrize(("code", "risk", "words"), [("phone", "medium", "must be of the class identity or high"), ("age_band", "high", "cannot be sealed")])
def test_a_class_that_would_expose_or_lock_is_refused(code: str, risk: str, words: str) -> None:
    actions.load_starter(actor_code="S-1")

    with pytest.raises(actions.CannotEdit, match=words):
        actions.edit_element(code=code, base=1, changes={"risk": risk}, actor_code="S-1")


def test_a_retired_element_leaves_the_forms_and_stays_readable() -> None:
    actions.load_starter(actor_code="S-1")
    actions.edit_element(code="dependants", base=1, changes={"status": "retired"}, actor_code="S-1")

    assert "dependants" not in reads.declared("registration")
    assert "dependants" not in [d.code for d in reads.form_spec("first_interview")]
    assert "dependants" in reads.declared("registration", 1) and "dependants" in reads.declared("registration", 2)
