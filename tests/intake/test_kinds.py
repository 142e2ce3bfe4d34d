"""Each kind of entry, as a browser sends it: kept, refused with everything still there, shown again, in the history."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from tests.intake.filling import begin, url
from tests.intake.kinds import FORM, add_kinds
from tests.people import agrees, registered
from tests.world import STORES, World
from titip.dictionary.rules.answers import Answer
from titip.intake.actions.drafts import destroy
from titip.intake.models import Draft
from titip.kit.missing import Missing
from titip.protect.models import AuditEvent
from titip.register.models import Person, RecordVersion, SealedAnswer, StoredFile
from titip.register.reads import current_answers, registration_of

pytestmark = pytest.mark.django_db(databases=STORES)
NA = Answer(missing=Missing.NOT_APPLICABLE)


@pytest.fixture
def alice(world: World) -> Client:
    add_kinds()
    return world.client_for(world.alice)


@pytest.fixture
def person(world: World, alice: Client) -> Person:
    made = registered(world.alice)
    agrees(world.alice, made, "care")
    begin(alice, made, form=FORM)
    return made


def send(client: Client, person: Person, section: int, typed: dict, go: str = "save", base: int | None = None):
    shown = {0: "sister paper face lived_in", 1: "earned owed left_over left_over_twice", 2: "has_child child youngest", 3: "first second third"}[section]
    return client.post(url("fill", person, FORM), {"section": section, "shown": shown, "base": "" if base is None else base, "go": go, **typed})


def saved(answer, person: Person) -> None:
    assert answer.headers.get("Location") == reverse("register:person", args=[person.pk]), text_of(answer)[-6000:]


def text_of(answer) -> str:
    return answer.content.decode()


def kept(person: Person, *codes: str) -> dict:
    return current_answers(registration_of(person), frozenset(codes))


def page_of(client: Client, person: Person, section: int) -> str:
    """The section as it opens, in a new sitting where the last one ended with a save."""
    answer = client.get(url("fill", person, FORM), {"section": section})
    if answer.status_code == 302:
        begin(client, person, form=FORM)
        answer = client.get(url("fill", person, FORM), {"section": section})
    return text_of(answer)


def on_her_page(client: Client, person: Person) -> str:
    return text_of(client.get(reverse("register:person", args=[person.pk])))


def picture(kind: str = "JPEG", *, exif: bool = True) -> bytes:
    """A picture that tells where it was taken."""
    made, out = Image.new("RGB", (40, 30), "navy"), io.BytesIO()
    about = Image.Exif()
    about[0x010E], about[0x8825] = "taken in the shelter", {1: "N", 2: (13.0, 5.0, 0.0)}
    made.save(out, format=kind, **({"exif": about} if exif else {}))
    return out.getvalue()


def upload(content: bytes, name: str = "Sokha passport.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


# --- a person


def test_a_person_is_named_by_a_code_within_reach_and_by_nothing_else(world: World, alice: Client, person: Person) -> None:
    sister, stranger = registered(world.alice), registered(world.charlie)
    wrong = sister.code[:-1] + ("3" if sister.code[-1] != "3" else "4")
    for typed, said in (
        ("Sokha Chan", "is not a code"), (wrong, "There is a slip in"), (stranger.code, "nobody with this code"), ("KH7-4WMP", "slip"),
        (person.code, "own code"),
    ):
        page = text_of(send(alice, person, 0, {"sister": typed, "lived_in": "TH"}))
        assert said in page and f'value="{typed}"' in page, "said, and still there"
    assert not RecordVersion.objects.exists()

    saved(send(alice, person, 0, {"sister": f" {sister.code.lower().replace('-', '')} "}), person)

    assert kept(person, "sister")["sister"].value == sister.code
    assert f'href="{reverse("register:person", args=[sister.pk])}">{sister.code}' in on_her_page(alice, person)
    assert f'value="{sister.code}"' in page_of(alice, person, 0)


def test_whoever_may_not_see_the_other_person_does_not_see_her_code(world: World, alice: Client, person: Person) -> None:
    agrees(world.alice, person, "care")
    other = registered(world.alice)
    saved(send(alice, person, 0, {"sister": other.code}), person)
    Person.objects.filter(pk=other.pk).update(team=world.south, owner=world.charlie)

    page = on_her_page(world.client_for(world.bob), person)

    assert "A person with whom you do not work" in page and other.code not in page


# --- a file


def test_a_file_is_sealed_opened_by_those_who_may_and_shared_without_what_hides_in_it(world: World, alice: Client, person: Person) -> None:
    content = picture()
    assert b"taken in the shelter" in content
    saved(send(alice, person, 0, {"paper__file": upload(content)}), person)

    row = StoredFile.objects.get()
    assert (row.media_type, row.size, row.element_code) == ("image/jpeg", len(content), "paper") and row.attached_at
    assert kept(person, "paper")["paper"].value == str(row.pk)
    assert "Open the file" in on_her_page(alice, person) and "passport" not in on_her_page(alice, person)
    address = reverse("intake:file", args=[person.pk, row.pk])

    opened, copy = alice.get(address), alice.get(address, {"copy": "1"})

    assert opened.content == content and opened["Content-Disposition"] == 'attachment; filename="file.jpg"'
    assert opened["X-Content-Type-Options"] == "nosniff" and "sandbox" in opened["Content-Security-Policy"]
    assert b"shelter" not in copy.content and not Image.open(io.BytesIO(copy.content)).getexif()
    assert Image.open(io.BytesIO(copy.content)).size == (40, 30)
    assert [e.detail["copy"] for e in AuditEvent.objects.filter(kind="intake.file").order_by("pk")] == [False, True]
    for outsider in (world.charlie, world.farid, world.hun, world.gita):
        assert world.client_for(outsider).get(address).status_code == 404
    assert alice.get(reverse("intake:file", args=[registered(world.alice).pk, row.pk])).status_code == 404, "not hers"
    assert page_of(alice, person, 0).count("A file is kept") >= 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ\x90\x00 a program", "not a picture"),
        (b"", "too big, or empty"),
        (b"\xff\xd8\xff" + b"x" * 200, "cannot be read"),
        (b"%PDF-" + b"0" * (10 * 1024 * 1024), "too big, or empty"),
        (b"<html><script>alert(1)</script>", "not a picture"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_and_what_was_typed_stays(alice: Client, person: Person, content: bytes, said: str) -> None:
    page = text_of(send(alice, person, 0, {"paper__file": upload(content), "sister": "KH7 slip", "lived_in": "KH-2"}))

    assert said in page and 'value="KH7 slip"' in page and re.search(r'value="KH-2"[^>]*selected', page)
    assert not StoredFile.objects.exists() and not RecordVersion.objects.exists()
    page = text_of(send(alice, person, 0, {"paper__file": upload(content)}, go="section-1"))
    assert said in page, "also when going on"


def test_a_chosen_file_survives_a_mistake_elsewhere_and_goes_with_its_draft(
    alice: Client, person: Person, django_capture_on_commit_callbacks,
) -> None:
    page = text_of(send(alice, person, 0, {"paper__file": upload(picture("PNG", exif=False)), "sister": "nobody"}))
    row = StoredFile.objects.get()
    assert f'name="paper" value="{row.pk}"' in page and row.attached_at is None
    assert alice.get(reverse("intake:file", args=[person.pk, row.pk])).status_code == 404, "nothing saved names it yet"

    with django_capture_on_commit_callbacks(execute=True):
        alice.post(url("discard", person, FORM))
    assert StoredFile.objects.exists(), "for the half minute in which she can have it back"
    with django_capture_on_commit_callbacks(execute=True):
        destroy(list(Draft.objects.all()))
    assert not StoredFile.objects.exists() and not Draft.objects.exists()


def test_a_file_can_be_taken_away_and_an_identity_file_opens_only_for_a_purpose(world: World, alice: Client, person: Person) -> None:
    saved(send(alice, person, 0, {"paper__file": upload(picture()), "face__file": upload(picture())}), person)
    face = StoredFile.objects.get(element_code="face")
    address = reverse("intake:file", args=[person.pk, face.pk])
    assert str(face.pk) not in on_her_page(alice, person) + page_of(alice, person, 0)
    assert alice.get(address).status_code == 405
    assert alice.post(address, {"purpose": "media"}).status_code == 302 and alice.post(address).status_code == 302
    shown = text_of(alice.post(reverse("consent:identity", args=[person.pk]), {"purpose": "care"}))
    assert address in shown
    assert alice.post(address, {"purpose": "care"}).content.startswith(b"\xff\xd8")
    assert world.client_for(world.eve).post(address, {"purpose": "care"}).status_code == 404

    paper = kept(person, "paper")["paper"].value
    saved(send(alice, person, 0, {"paper": paper, "paper__remove": "1"}), person)
    assert "paper" not in kept(person, "paper") and "face" in kept(person, "face")


def test_a_file_of_another_person_cannot_be_named(world: World, alice: Client, person: Person) -> None:
    other = registered(world.alice)
    agrees(world.alice, other, "care")
    begin(alice, other, form=FORM)
    saved(send(alice, other, 0, {"paper__file": upload(picture())}), other)
    page = text_of(send(alice, person, 0, {"paper": str(StoredFile.objects.get().pk)}))
    assert "Choose the file again" in page
    assert registration_of(person) is None


# --- levels


def test_a_value_of_any_level_is_kept_and_shown_with_the_wider_ones(alice: Client, person: Person) -> None:
    page = page_of(alice, person, 0)
    assert "Cambodia › Battambang › Banan" in page and 'data-parent="KH-2"' in page
    assert "not one of the choices" in text_of(send(alice, person, 0, {"lived_in": "KH-9"}))
    for code, words in (("KH", "Cambodia"), ("KH-2-1", "Cambodia › Battambang › Banan")):
        saved(send(alice, person, 0, {"lived_in": code}), person)
        assert kept(person, "lived_in")["lived_in"].value == code and words in on_her_page(alice, person)


# --- calculated


def test_what_is_calculated_follows_is_shown_and_cannot_be_typed(alice: Client, person: Person) -> None:
    assert "Worked out when you save" in page_of(alice, person, 1)
    saved(send(alice, person, 1, {"earned": "100", "owed": "30", "left_over": "999999"}), person)

    held = kept(person, "left_over", "left_over_twice")
    assert (held["left_over"].value, held["left_over_twice"].value) == (70, 140)
    assert SealedAnswer.objects.get().element_code == "left_over_twice", "sealed, as its class says"
    page = page_of(alice, person, 1)
    assert 'name="left_over"' not in page and ">70<" in page
    assert "Left over" in text_of(alice.get(reverse("register:history", args=[person.pk])))
    saved(send(alice, person, 1, {"earned": "100", "owed": ""}), person)
    assert not kept(person, "left_over", "left_over_twice"), "it cannot be told any more"


# --- a repeated group


def row_ids(page: str) -> list[str]:
    return re.findall(r'<input type="hidden" name="child" value="([0-9a-f]{12})">', page)


def press(client: Client, person: Person, button: str, typed: dict) -> str:
    """Press a button of the group, and look at the page it leads to."""
    answer = send(client, person, 2, typed, go=button)
    assert answer.status_code == 302 and "section=2" in answer.headers["Location"], text_of(answer)[-3000:]
    return page_of(client, person, 2)


def rows(*said: tuple[str, dict]) -> dict:
    made: dict = {"has_child": "yes", "child": [row for row, _ in said]}
    for row, values in said:
        made[f"child/{row}"] = "1"
        made |= {f"child/{row}/{name}": value for name, value in values.items()}
    return made


def test_rows_are_added_filled_removed_and_put_back_without_a_script(alice: Client, person: Person) -> None:
    first = row_ids(press(alice, person, "add-child", {"has_child": "yes"}))
    assert len(first) == 1
    typed = rows((first[0], {"child_age": "4", "child_name": "Dara", "child_worry": "the cough", "child_works": "no"}))
    two = row_ids(press(alice, person, "add-child", typed))
    assert len(two) == 2 and two[0] == first[0]
    both = {**typed, **rows((two[1], {"child_age": "9", "child_works": "yes", "child_work": "sells"})), "child": two}
    page = press(alice, person, f"remove-child/{two[0]}", both)
    assert row_ids(page) == [two[1]] and "Removed; it goes when you save." in page and 'value="Dara"' in page
    gone = {name: value for name, value in re.findall(r'<input type="hidden" name="(child[^"]*)" value="([^"]*)">', page) if two[0] in name or two[0] in value}
    page = press(alice, person, f"restore-child/{two[0]}", {**both, "child": [two[1]], **gone, "child__gone": two[0]})
    assert row_ids(page) == [two[1], two[0]] and 'value="Dara"' in page

    saved(send(alice, person, 2, {**both, "child": [two[1], two[0]]}), person)

    held = kept(person, "child", "youngest")
    assert held["child"].value == [two[1], two[0]] and held["youngest"].value == 4
    assert held[f"child/{two[0]}/child_name"].value == "Dara" and held[f"child/{two[0]}/child_work"] == NA
    version = RecordVersion.objects.get()
    assert set(version.sealed.values_list("element_code", flat=True)) == {f"child/{two[0]}/child_name", f"child/{two[0]}/child_worry"}
    page = on_her_page(alice, person)
    assert "sells" in page and "the cough" in page and "Dara" not in page
    page = page_of(alice, person, 2)
    assert row_ids(page) == [two[1], two[0]] and "Dara" not in page and "Kept, sealed" in page
    assert "Child: Child age" in text_of(alice.get(reverse("register:history", args=[person.pk])))


def test_a_row_removed_goes_with_everything_in_it_and_a_blank_row_is_none(alice: Client, person: Person) -> None:
    one, two, blank = "a" * 12, "b" * 12, "c" * 12
    saved(send(alice, person, 2, rows((one, {"child_age": "4", "child_name": "Dara"}), (two, {"child_age": "9"}), (blank, {"child_age": " "}))), person)
    assert kept(person, "child")["child"].value == [one, two]

    saved(send(alice, person, 2, rows((two, {"child_age": "9"}))), person)

    assert set(kept(person, "child")) == {"child", f"child/{two}/child_age", f"child/{two}/child_work", f"child/{two}/child_works"} - {
        f"child/{two}/child_works", f"child/{two}/child_work",
    } | {key for key in kept(person, "child") if key.endswith("child_work")}
    assert not any(one in key for key in kept(person, "child"))


def test_a_mistake_in_a_row_is_said_there_and_too_many_rows_are_refused(alice: Client, person: Person) -> None:
    ids = [character * 12 for character in "abcd"]
    page = text_of(send(alice, person, 2, rows((ids[0], {"child_age": "400", "child_name": "Dara"}), (ids[1], {"child_name": "Vanna"}))))
    assert f'href="#id_child/{ids[0]}/child_age"' in page and f'href="#id_child/{ids[1]}/child_age"' in page
    assert "cannot be right" in page and "Please answer" in page and 'value="Dara"' in page and 'value="400"' in page

    page = text_of(send(alice, person, 2, rows(*((row, {"child_age": "4"}) for row in ids))))

    assert "At most 3 fit" in page and row_ids(page) == ids
    assert not RecordVersion.objects.exists()


def test_two_people_add_and_change_rows_and_only_the_same_row_is_asked_about(world: World, alice: Client, person: Person) -> None:
    bob = world.client_for(world.bob)
    begin(bob, person, form=FORM)
    one, two, three, four = (character * 12 for character in "abcd")
    saved(send(alice, person, 2, rows((one, {"child_age": "4"}), (two, {"child_age": "9"}))), person)
    saved(send(bob, person, 2, rows((one, {"child_age": "5"}), (two, {"child_age": "9"}), (three, {"child_age": "1"})), base=1), person)

    saved(send(alice, person, 2, rows((one, {"child_age": "4"}), (two, {"child_age": "10"})), base=1), person)

    held = kept(person, "child", "youngest")
    assert held["child"].value == [one, two, three] and held["youngest"].value == 1
    assert [held[f"child/{row}/child_age"].value for row in (one, two, three)] == [5, 10, 1]

    saved(send(bob, person, 2, rows((one, {"child_age": "6"}), (two, {"child_age": "10"}), (three, {"child_age": "1"})), base=3), person)
    page = text_of(send(alice, person, 2, rows((two, {"child_age": "10"}), (three, {"child_age": "1"})), base=3))
    assert f"settle__child/{one}" in page and "Child age: 6" in page and "Removed" in page
    saved(alice.post(url("fill", person, FORM), {"go": "settle", "base": "4", f"settle__child/{one}": "theirs"}), person)
    assert kept(person, "child")["child"].value == [one, two, three] and kept(person, "child")[f"child/{one}/child_age"].value == 6
    saved(send(alice, person, 2, rows((two, {"child_age": "10"}), (three, {"child_age": "2"})), base=5), person)
    assert kept(person, "child")["child"].value == [two, three]


# --- skip rules


def test_what_a_rule_hides_is_cleared_only_after_it_was_said_and_comes_back_empty(alice: Client, person: Person) -> None:
    saved(send(alice, person, 3, {"first": "yes", "second": "yes", "third": "written"}), person)

    page = text_of(send(alice, person, 3, {"first": "no", "second": "yes", "third": "written"}))

    assert "cleared when you save" in page and "Second, Third" in page and ">written</textarea>" not in page and 'value="written"' in page
    assert kept(person, "third")["third"].value == "written", "nothing is saved yet"
    saved(send(alice, person, 3, {"first": "no", "second": "yes", "third": "written", "clears": "second third "}), person)
    assert kept(person, "second", "third") == {"second": NA, "third": NA}, "the whole chain"
    saved(send(alice, person, 3, {"first": "yes"}), person)
    assert kept(person, "second", "third") == {"third": NA}, "second is asked again; third waits for it"
    saved(send(alice, person, 3, {"first": "yes", "second": "yes"}), person)
    assert kept(person, "third") == {}


def test_rows_of_a_group_that_does_not_arise_go_after_it_was_said(alice: Client, person: Person) -> None:
    one = "a" * 12
    saved(send(alice, person, 2, rows((one, {"child_age": "4", "child_name": "Dara"}))), person)
    page = text_of(send(alice, person, 2, {**rows((one, {"child_age": "4"})), "has_child": "no"}))
    assert "cleared when you save" in page
    saved(send(alice, person, 2, {**rows((one, {"child_age": "4"})), "has_child": "no", "clears": "child"}), person)
    assert kept(person, "child") == {"child": NA}


# --- known already


def test_what_is_known_is_shown_with_who_and_when_and_not_asked_anew(alice: Client, person: Person) -> None:
    saved(send(alice, person, 1, {"earned": "100"}), person)
    page = page_of(alice, person, 1)
    assert "Known already: written by Alice" in page and "Still right? Change it here if not." in page
    assert 'name="earned" value="100"' in page, "inside, for whoever changes it"
    assert page.count("Known already") == 1, "what was not answered is asked"
    saved(send(alice, person, 1, {"earned": "100", "owed": "5"}), person)
    assert RecordVersion.objects.get(number=2).changed == ["left_over", "left_over_twice", "owed"]
