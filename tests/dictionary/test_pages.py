"""The dictionary's pages: who may, what they say, what bad files do."""

import hashlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.dictionary.workbooks import small
from tests.world import STORES, World, make_world
from titip.dictionary import reads, xlsform
from titip.dictionary.models import DictionaryVersion, ImportReport
from titip.protect.models import AuditEvent

pytestmark = pytest.mark.django_db(databases=STORES)
PAGES = ["elements", "forms", "check", "versions"]


def file(data: bytes, name: str = "small.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.mark.parametrize("name", PAGES)
def test_everyone_reads_the_dictionary(world: World, name: str) -> None:
    for staff in (world.alice, world.charlie, world.farid, world.gita, world.hun):
        assert world.client_for(staff).get(reverse(f"dictionary:{name}")).status_code == 200


def test_only_keepers_bring_forms_in(world: World) -> None:
    for staff in (world.alice, world.bob, world.charlie, world.dara, world.farid, world.gita, world.joko):
        assert world.client_for(staff).get(reverse("dictionary:import")).status_code == 404
        assert world.client_for(staff).post(reverse("dictionary:import"), {"file": file(small())}).status_code == 404
    assert not ImportReport.objects.exists()


def test_a_form_comes_in_and_can_be_filled_in(world: World, htcds_form: Path) -> None:
    steward = world.client_for(world.eve)

    answer = steward.post(reverse("dictionary:import"), {"file": file(htcds_form.read_bytes(), htcds_form.name)}, follow=True)

    text = answer.content.decode()
    assert "31" in text and "prs_Title" in text and "DebtBondage" in text
    assert steward.get(reverse("dictionary:preview", args=["htcds_xlsform"])).status_code == 404  # a new collection waits for its signed review
    preview = steward.get(reverse("dictionary:draft_preview", args=["htcds_xlsform"])).content.decode()
    assert 'name="prs_First_Name"' in preview and "Who she is" in preview


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("ชื่อ,อายุ\nมาลี,21\n".encode("cp874"), "Windows-874"),
        (b"", "empty"),
        (b"%PDF-1.7\x00", "not a spreadsheet"),
        (b"PK\x03\x04broken", "damaged"),
    ],
)
def test_a_file_that_is_no_form_is_explained_and_changes_nothing(world: World, data: bytes, words: str) -> None:
    before = DictionaryVersion.objects.count()

    answer = world.client_for(world.eve).post(reverse("dictionary:import"), {"file": file(data, "x.csv")})

    assert answer.status_code == 200 and words in answer.content.decode()
    assert (DictionaryVersion.objects.count(), ImportReport.objects.count()) == (before, 0)


def test_no_file_at_all(world: World) -> None:
    assert "Choose a file" in world.client_for(world.eve).post(reverse("dictionary:import"), {}).content.decode()


def test_importing_twice_says_that_nothing_changed(world: World) -> None:
    steward = world.client_for(world.eve)
    steward.post(reverse("dictionary:import"), {"file": file(small())})

    again = steward.post(reverse("dictionary:import"), {"file": file(small())}, follow=True)

    assert "Nothing was changed" in again.content.decode()


def test_an_empty_house_is_offered_the_starter(db: None) -> None:
    world = make_world()
    page = reverse("dictionary:elements")

    assert "Load the starter" not in world.client_for(world.alice).get(page).content.decode()
    steward = world.client_for(world.eve)
    assert "Load the starter" in steward.get(page).content.decode()
    assert steward.get(reverse("dictionary:check")).status_code == 404
    assert steward.post(reverse("dictionary:starter"), follow=True).status_code == 200

    assert reads.current() is not None
    assert world.client_for(world.alice).post(reverse("dictionary:starter")).status_code == 404


def test_one_element_says_everything_of_itself(world: World) -> None:
    text = world.client_for(world.alice).get(reverse("dictionary:element", args=["hiv_care"])).content.decode()

    assert "High risk, sealed" in text and "Never by default" in text and "What do people need first" in text


def test_the_preview_checks_and_keeps_nothing(world: World) -> None:
    page = reverse("dictionary:preview", args=["first_interview"])
    client = world.client_for(world.alice)

    wrong = client.post(page, {"registered_on": "31/02/2567", "age_band": "18-20"}).content.decode()
    right = client.post(page, {"registered_on": "28/02/2567", "age_band": "18-20"}).content.decode()

    assert "February has 29 days" in wrong and 'value="31/02/2567"' in wrong
    assert "Nothing was kept" in right

    sections = reads.form_spec("first_interview").sections
    plain = client.get(page).content.decode()
    assert len(sections) > 3 and plain.count('titip-part" open') == 1 and plain.count("titip-part") == len(sections), "the first stands open"
    late = next(e for e in sections[-1].elements if e.type == "text" or e.type == "long_text")
    assert client.post(page, {late.code: "something"}).content.decode().count('titip-part" open') == 2, "and where something was typed"


def test_files_leave_with_their_event(world: World) -> None:
    client = world.client_for(world.alice)

    form = client.get(reverse("dictionary:xlsform") + "?form=first_interview")
    book = client.get(reverse("dictionary:codebook"))
    frozen = client.get(reverse("dictionary:version", args=[1]))

    assert xlsform.read(form.content, "x.xlsx").book.forms[0].code == "first_interview"
    assert form["Content-Disposition"] == 'attachment; filename="first_interview.xlsx"'
    assert book.content.startswith(b"\xef\xbb\xbfcode,")
    assert hashlib.sha256(frozen.content).hexdigest() == DictionaryVersion.objects.get().sha256
    assert AuditEvent.objects.filter(kind="dictionary.export", actor_code=world.alice.code).count() == 2


GONE = ["element/nothing/", "forms/nothing/", "import/999/", "versions/999/", "xlsform/?form=nothing", "codebook/?form=../x", "?form=nothing"]


@pytest.mark.parametrize("address", GONE)
def test_what_is_not_there_is_not_there(world: World, address: str) -> None:
    assert world.client_for(world.eve).get(reverse("dictionary:elements") + address).status_code == 404


def test_a_page_asks_the_database_no_more_for_more_elements(world: World, htcds_form: Path) -> None:
    client = world.client_for(world.eve)

    def queries(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    address = reverse("dictionary:elements")
    few = queries(address)
    client.post(reverse("dictionary:import"), {"file": file(htcds_form.read_bytes(), htcds_form.name)})

    assert queries(address) <= few


def test_the_steward_changes_an_element(world: World) -> None:
    steward, page = world.client_for(world.eve), reverse("dictionary:edit", args=["dependants"])
    typed = {"seen": "0", "label": "People she cares for", "risk": "low", "purposes": ["care"], "questions": ["what_needed"]}

    saved = steward.post(page, typed, follow=True).content.decode()
    stale = steward.post(page, {**typed, "label": "Something else"}).content.decode()
    wrong = steward.post(reverse("dictionary:edit", args=["phone"]), {**typed, "risk": "low", "identifier": "phone"}).content.decode()

    assert "People she cares for" in saved
    assert "A colleague has changed" in stale and "Something else" in stale
    assert reads.declared("registration")["dependants"].label != "People she cares for"  # in the draft only
    assert "identity or high" in wrong
    assert world.client_for(world.alice).get(page).status_code == 404
