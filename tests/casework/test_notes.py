"""Notes: sealed under the person's key, only with grounds, opened with a line in the log, gone when she is erased."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.people import agrees, registered
from tests.world import actor_for
from titip.casework import actions, reads
from titip.casework.actions import CannotDo
from titip.casework.models import CaseNote
from titip.casework.rules.words import Part
from titip.consent import actions as consent
from titip.protect import vault
from titip.protect.models import AuditEvent, SealedValue
from titip.protect.rules.ends import ON_ERASE
from titip.protect.rules.grounds import NoGrounds

TEXT = "She said the door was locked from outside. ประตูถูกล็อก"


def test_a_note_lies_in_the_vault_under_her_key_and_nowhere_else(world, case, person):
    row = actions.note(actor=actor_for(world.alice), case=case, person=person, text=TEXT)
    sealed = SealedValue.objects.get(pk=row.vault_id)
    assert (sealed.owner_kind, sealed.owner_id) == ("person", person.pk)
    assert b"locked" not in bytes(sealed.blob)
    assert not any(TEXT[:10] in str(value) for value in vars(row).values())
    opened = reads.open_notes(actor_for(world.alice), case, [row])
    assert opened[0].text == TEXT


def test_reading_a_note_is_in_the_log_with_its_person_and_without_its_words(world, case, person):
    row = actions.note(actor=actor_for(world.alice), case=case, person=person, text=TEXT)
    reads.open_notes(actor_for(world.bob), case, [row])
    event = AuditEvent.objects.filter(kind="casework.note", actor_code=world.bob.code).get()
    assert {(s.kind, s.subject) for s in event.subjects.all()} == {("case", str(case.pk)), ("person", str(person.pk))}
    assert "door" not in str(event.detail)


def test_without_a_basis_nothing_is_kept_and_the_cure_is_said(world, case):
    other = registered(world.alice)
    actions.add_participant(actor=actor_for(world.alice), case=case, person=other, part=Part.VICTIM)
    with pytest.raises(NoGrounds, match="Ask for consent"):
        actions.note(actor=actor_for(world.alice), case=case, person=other, text=TEXT)
    assert not CaseNote.objects.exists()


def test_consent_to_something_else_than_care_is_no_basis_for_a_note(world, case):
    other = registered(world.alice)
    agrees(world.alice, other, "statistics")
    actions.add_participant(actor=actor_for(world.alice), case=case, person=other, part=Part.VICTIM)
    with pytest.raises(NoGrounds):
        actions.note(actor=actor_for(world.alice), case=case, person=other, text=TEXT)


def test_after_withdrawal_no_new_note_is_kept(world, case, person):
    consent.withdraw(actor=actor_for(world.alice), person=person, purposes=["care"])
    with pytest.raises(NoGrounds):
        actions.note(actor=actor_for(world.alice), case=case, person=person, text=TEXT)


def test_after_withdrawal_a_note_is_not_opened_and_the_others_are(world, case, person):
    other = registered(world.alice)
    agrees(world.alice, other, "care")
    actions.add_participant(actor=actor_for(world.alice), case=case, person=other, part=Part.VICTIM)
    hers = actions.note(actor=actor_for(world.alice), case=case, person=person, text="hers", heavy=True)
    actions.note(actor=actor_for(world.alice), case=case, person=person, text="taken back")
    actions.note(actor=actor_for(world.alice), case=case, person=other, text="the other one's")
    consent.withdraw(actor=actor_for(world.alice), person=person, purposes=["care"])

    client = world.client_for(world.alice)
    page = client.get(reverse("casework:notes", args=[case.pk])).content.decode()
    assert "taken back" not in page and "the other one&#x27;s" in page
    assert "no basis for her care" in page
    page = client.get(reverse("casework:heavy_note", args=[case.pk, hers.pk])).content.decode()
    assert "hers</p>" not in page and "no basis for her care" in page
    event = AuditEvent.objects.filter(kind="casework.note", detail__has_key="read").get()
    assert {s.subject for s in event.subjects.filter(kind="person")} == {str(other.pk)}, "only what was opened is in the log as opened"

    agrees(world.alice, person, "care")
    assert "taken back" in client.get(reverse("casework:notes", args=[case.pk])).content.decode()


def test_a_note_about_somebody_who_is_not_in_the_case_is_refused(world, case):
    stranger = registered(world.alice)
    agrees(world.alice, stranger, "care")
    with pytest.raises(CannotDo, match="not in the case"):
        actions.note(actor=actor_for(world.alice), case=case, person=stranger, text=TEXT)


def test_a_note_moved_to_another_row_does_not_open(world, case, person):
    one = actions.note(actor=actor_for(world.alice), case=case, person=person, text="one")
    two = actions.note(actor=actor_for(world.alice), case=case, person=person, text="two")
    CaseNote.objects.filter(pk=two.pk).update(vault_id=uuid4())
    CaseNote.objects.filter(pk=one.pk).update(vault_id=two.vault_id)
    with pytest.raises(vault.Refused):
        reads.open_notes(actor_for(world.alice), case, [CaseNote.objects.get(pk=one.pk)])


def test_the_sweep_is_told_what_notes_stand_on(world, case, person):
    row = actions.note(actor=actor_for(world.alice), case=case, person=person, text=TEXT)
    assert reads.sealed_references([row.vault_id, uuid4()]) == {row.vault_id}


def test_erasing_a_person_leaves_her_part_and_takes_the_notes(world, case, person):
    actions.note(actor=actor_for(world.alice), case=case, person=person, text=TEXT)
    end = next(end for end in ON_ERASE.all() if end.room == "casework")
    assert end.preview(person.pk, frozenset()) == ["1 note is destroyed."]
    assert end.apply(person.pk, frozenset(), "tests") == ["1 note was destroyed."]
    assert not CaseNote.objects.exists() and case.participants.filter(person=person).exists()


def test_a_destroyed_key_leaves_the_others_readable(world, case, person):
    other = registered(world.alice)
    agrees(world.alice, other, "care")
    actions.add_participant(actor=actor_for(world.alice), case=case, person=other, part=Part.VICTIM)
    gone = actions.note(actor=actor_for(world.alice), case=case, person=person, text="gone")
    here = actions.note(actor=actor_for(world.alice), case=case, person=other, text="here")
    vault.destroy(vault.Owner("person", person.pk))
    assert [opened.text for opened in reads.open_notes(actor_for(world.alice), case, [gone, here])] == [None, "here"]
