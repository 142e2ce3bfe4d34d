"""The data inventory: counts by kind that add up, flags, small numbers, files that nothing runs."""

import csv
import io
from datetime import date

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import load_workbook

from tests.quality.records import somebody
from tests.world import STORES, actor_for, make_world
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.types import ElementType
from titip.govern import reads
from titip.govern.rules.counts import FEWER, MORE, SMALL, Shown, shown
from titip.govern.rules.inventory import ENOUGH, FLAGS, KINDS, Flag, lines
from titip.govern.rules.sheets import HEADINGS, table, to_csv, to_xlsx
from titip.kit.missing import Missing
from titip.protect.models import AuditEvent
from titip.protect.rules.roles import Role


def element(code, **more):
    return Declared(code=code, record_type="registration", version=1, type=ElementType.TEXT, label=code.title(), **{"risk": "low", **more})


def made(*declared, records=10, plain=None, sealed=None, exact=True):
    return lines(
        declared, records=records, plain=plain or {}, sealed=sealed or {}, record_type="registration", questions={"q": "Why?"}, purposes={"care": "Caring"},
        exact=exact,
    )


def numbers(line):
    return {kind: count.number for kind, count in line.counts.items()}


@given(
    records=st.integers(0, 300), plain=st.dictionaries(st.sampled_from(["value", "declined", "unknown", "ask_later", "not_applicable"]), st.integers(0, 60)),
    sealed=st.integers(0, 60), risk=st.sampled_from(["low", "medium", "high", "identity"]),
)
def test_the_counts_of_an_element_add_up_to_the_records(records, plain, sealed, risk):
    """S14: no kind of absence is another, and none is lost."""
    is_sealed = risk in ("high", "identity")
    held = sum(plain.values()) + (sealed if is_sealed else 0)
    line = made(element("e", risk=risk), records=max(records, held), plain={"e": plain}, sealed={"e": sealed} if is_sealed else {})[0]
    assert sum(numbers(line).values()) == max(records, held)
    assert all(numbers(line).get(kind, 0) == n for kind, n in plain.items())


def test_what_asks_for_a_decision_is_flagged():
    good = element("good", answers=("q",), purposes=frozenset({"care"}), retention_months=24)
    bad = element("bad")
    by_code = {line.code: line.flags for line in made(good, bad, records=ENOUGH, plain={"good": {"value": 3}, "gone": {"value": 1}})}
    assert by_code["good"] == ()
    assert by_code["bad"] == (Flag.NO_QUESTION, Flag.NO_PURPOSE, Flag.NO_RETENTION, Flag.NEVER_USED)
    assert by_code["gone"] == (Flag.NOT_DECLARED,)
    assert set(FLAGS) == set(Flag)


@pytest.mark.parametrize(("records", "unused"), [(0, False), (ENOUGH - 1, False), (ENOUGH, True)])
def test_with_few_records_it_is_too_early_to_call_an_element_unused(records, unused):
    assert (Flag.NEVER_USED in made(element("e"), records=records)[0].flags) is unused


@given(st.dictionaries(st.sampled_from(sorted(KINDS)), st.integers(0, 40), min_size=1))
def test_small_numbers_are_not_told_and_cannot_be_worked_out_from_the_rest(cells):
    told = shown(cells, exact=False)
    if any(0 < n < SMALL for n in cells.values()):
        assert all(count.number is None or cells[kind] == count.number == 0 for kind, count in told.items())
        assert all(told[kind].words == (FEWER if n < SMALL else MORE) for kind, n in cells.items() if n)
    else:
        assert {kind: count.number for kind, count in told.items()} == cells
    assert {kind: count.number for kind, count in shown(cells, exact=True).items()} == cells


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", " =1+1"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_nothing_in_the_files_is_run_by_a_spreadsheet(formula):
    line = made(element("e", definition=formula, answers=("q",)))
    rows = table(line, records={"registration": "10"}, dictionary_version=1, made_on=date(2026, 1, 1), say=str)
    at = HEADINGS.index("definition")
    assert next(r for r in list(csv.reader(io.StringIO(to_csv(rows).decode("utf-8-sig"), newline="")))[1:])[at] == f"'{formula}"
    assert load_workbook(io.BytesIO(to_xlsx(rows))).get_sheet_by_index(0).to_python()[1][at] == f"'{formula}"


def test_the_inventory_is_the_dictionary_with_what_is_held(world):
    somebody(world.alice, schooling=Answer(missing=Missing.DECLINED), given_name="Canary", gender="woman")
    somebody(world.alice, schooling="primary", gender=Answer(missing=Missing.UNKNOWN))
    found = reads.inventory(actor_for(world.eve), "registration")
    by_code = {line.code: line for line in found.lines}
    assert found.records == Shown(2) and found.exact
    assert numbers(by_code["schooling"])["value"] == numbers(by_code["schooling"])["declined"] == 1
    assert numbers(by_code["gender"])["unknown"] == 1 and numbers(by_code["gender"])["empty"] == 0
    assert numbers(by_code["given_name"]) == {"empty": 1, "sealed": 1} and by_code["given_name"].in_vault
    assert numbers(by_code["narrative"]) == {"empty": 2, "sealed": 0} and by_code["gender"].questions


def test_the_page_shows_exact_counts_to_whoever_sees_all_cases_and_bands_to_others(world):
    for _ in range(3):
        somebody(world.alice, schooling="primary")
    steward = world.client_for(world.eve).get(reverse("govern:inventory")).content.decode()
    assert "Records: 3" in steward and "fewer than 5" not in steward
    for staff in (world.gita, world.hun, world.farid, world.bob):
        body = world.client_for(staff).get(reverse("govern:inventory")).content.decode()
        assert "Records: fewer than 5" in body and "answered: 3" not in body, staff


def test_the_inventory_holds_no_answer(world):
    somebody(world.alice, given_name="Canary", family_name="Feather", phone="+855 12 345 678", wishes="to open a bakery")
    for address in (reverse("govern:inventory"), reverse("govern:inventory_csv")):
        body = world.client_for(world.eve).get(address).content.decode()
        for canary in ("Canary", "Feather", "345 678", "bakery"):
            assert canary not in body


def test_both_files_hold_every_element_and_the_log_says_who_took_them(world):
    client = world.client_for(world.gita)
    rows = list(csv.reader(io.StringIO(client.get(reverse("govern:inventory_csv")).content.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(client.get(reverse("govern:inventory_xlsx")).content)).get_sheet_by_index(0).to_python()
    assert rows[0] == list(HEADINGS) == sheet[0] and len(rows) == len(sheet)
    assert {row[0] for row in rows[1:]} == {"registration", "case", "screening"}
    events = AuditEvent.objects.filter(kind="govern.inventory", actor_code=world.gita.code)
    assert [event.detail["form"] for event in events.order_by("seq")] == ["csv", "xlsx"]


def test_only_flagged_elements_on_demand(world):
    for _ in range(ENOUGH):
        somebody(world.alice, schooling="primary")
    client = world.client_for(world.eve)
    everything = client.get(reverse("govern:inventory")).content.decode()
    flagged = client.get(reverse("govern:inventory"), {"show": "flagged"}).content.decode()
    assert len(flagged) < len(everything) and "Never used" in flagged


def test_an_unknown_kind_of_record_is_not_there(world):
    assert world.client_for(world.eve).get(reverse("govern:inventory"), {"kind": "nothing"}).status_code == 404


@pytest.mark.django_db(databases=STORES)
def test_without_a_dictionary_the_page_says_what_to_do():
    world = make_world()
    body = world.client_for(world.eve).get(reverse("govern:inventory")).content.decode()
    assert "There is no data dictionary yet" in body
    assert world.client_for(world.eve).get(reverse("govern:inventory_csv")).status_code == 404


@pytest.mark.parametrize("role", [Role.FRONTLINE, Role.PROVIDER, Role.LAWYER, Role.INVESTIGATOR])
def test_roles_that_do_not_govern_find_no_inventory_and_do_find_the_glossary(world, role):
    client = world.client_for(world.by_role[role])
    for name in ("inventory", "inventory_csv", "inventory_xlsx"):
        assert client.get(reverse(f"govern:{name}")).status_code == 404
    assert client.get(reverse("govern:glossary")).status_code == 200


def test_the_inventory_asks_as_often_for_thirty_records_as_for_three(world):
    client = world.client_for(world.eve)

    def queries():
        client.get(reverse("govern:inventory"))
        with CaptureQueriesContext(connections["default"]) as counted:
            assert client.get(reverse("govern:inventory")).status_code == 200
        return len(counted)

    for _ in range(3):
        somebody(world.alice)
    few = queries()
    for _ in range(27):
        somebody(world.alice)
    assert queries() == few
