"""Records of the organisation's own kinds: filled in, found, changed by two people, linked; sealed answers only where somebody agreed."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.intake.own_kinds import aftercare, home_visit, site_visit
from tests.intake.test_kinds import picture, upload
from tests.people import agrees, registered
from tests.world import STORES, World, actor_for
from titip.dictionary.actions.editing import edit_element
from titip.dictionary.reads import latest_book
from titip.dictionary.rules.answers import Answer
from titip.intake import actions, reads
from titip.intake.actions.drafts import forget_expired
from titip.intake.models import OwnRecord, Refused
from titip.kit import clock
from titip.kit.codes import read_code
from titip.kit.ids import new_id
from titip.register import actions as register
from titip.register.actions import NotAllowed
from titip.register.models import Record, SealedAnswer, StoredFile
from titip.register.reads import current_answers

pytestmark = pytest.mark.django_db(databases=STORES)
NEW = reverse("intake:record_new", args=["site_visit"])
LIST = reverse("intake:record_list", args=["site_visit"])


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(own|base|began|looked_at)" value="([^"]*)"', page))


def fill(client, **typed) -> OwnRecord:
    sent = {**hidden(client.get(NEW).content.decode()), "mode": "observed", **typed}
    answer = client.post(NEW, sent)
    assert answer.status_code == 302, answer.content.decode()
    assert client.post(NEW, sent).headers["Location"] == answer.headers["Location"]  # sent twice, kept once
    return OwnRecord.objects.get(pk=answer.headers["Location"].strip("/").split("/")[-1])


def test_a_visit_is_filled_in_found_without_identity_and_seen_by_the_team_only(world: World) -> None:
    site_visit()
    alice, bob, charlie = (world.client_for(one) for one in (world.alice, world.bob, world.charlie))
    assert "Site visit" in alice.get(reverse("intake:records")).content.decode()

    own = fill(alice, visit_workers="7", visit_papers="boss", visit_seen="A locked gate")
    fill(alice, visit_workers="3", visit_papers="workers")

    assert read_code(own.code) == own.code and own.code.startswith("R") and own.mode == "observed" and own.seconds is not None
    page = alice.get(reverse("intake:record", args=[own.pk])).content.decode()
    assert "A locked gate" in page and "With the boss" in page and "Only by looking" in page
    assert "2 records" in alice.get(LIST).content.decode()
    for narrowed in ({"is_visit_papers": "boss"}, {"code": own.code.lower()}):
        shown = bob.get(LIST, narrowed).content.decode()
        assert "1 record" in shown and own.code in shown
    assert "None of them" in alice.get(LIST, {"until": "1/2/2003"}).content.decode()
    assert "None is filled in yet" in charlie.get(LIST).content.decode()
    assert charlie.get(reverse("intake:record", args=[own.pk])).status_code == 404
    assert charlie.get(reverse("intake:record_edit", args=[own.pk])).status_code == 404
    assert alice.post(NEW, {**hidden(alice.get(NEW).content.decode()), "mode": "observed", "visit_workers": "some"}).status_code == 200
    assert [(one.element_code, one.mode, one.number) for one in Refused.objects.all()] == [("visit_workers", "observed", 1)]


def test_what_two_people_write_is_never_lost(world: World) -> None:
    site_visit()
    alice, bob = world.client_for(world.alice), world.client_for(world.bob)
    own = fill(alice, visit_workers="7", visit_papers="boss", visit_seen="A gate")
    edit = reverse("intake:record_edit", args=[own.pk])
    mine = {**hidden(alice.get(edit).content.decode()), "mode": "observed", "visit_workers": "8", "visit_papers": "boss", "visit_seen": "A locked gate"}

    his = {**hidden(bob.get(edit).content.decode()), "mode": "observed", "visit_workers": "7", "visit_papers": "workers", "visit_seen": "An open gate"}
    bob.post(edit, his)
    asked = alice.post(edit, mine)
    page = asked.content.decode()
    assert asked.status_code == 409 and world.bob.name in page and "An open gate" in page and "A locked gate" in page
    assert "With the workers" not in page, "only what both changed is asked"
    again = alice.post(edit, {**mine, **hidden(page), "go": "back"}).content.decode()
    assert "A locked gate" in again and "Save this record" in again and own.record.versions.count() == 2
    assert alice.post(edit, {**mine, **hidden(page), "go": "settle"}).status_code == 409, "nothing was chosen"
    answer = alice.post(edit, {**mine, **hidden(page), "go": "settle", "settle__visit_seen": "mine"})

    assert answer.status_code == 302
    shown = alice.get(answer.headers["Location"]).content.decode()
    assert "A locked gate" in shown and "With the workers" in shown  # her words, and his untouched answer
    versions = alice.get(reverse("intake:record_versions", args=[own.pk]), {"a": "1", "b": "2"}).content.decode()
    assert "An open gate" in versions and world.bob.name in versions


def test_of_two_answers_the_chosen_one_stands_both_may_and_a_third_persons_is_asked_anew(world: World) -> None:
    site_visit()
    alice, bob = world.client_for(world.alice), world.client_for(world.bob)
    own = fill(alice, visit_workers="7", visit_papers="boss", visit_seen="A gate")
    edit, way = reverse("intake:record_edit", args=[own.pk]), {"mode": "observed", "visit_workers": "7", "visit_papers": "boss"}

    def clash(hers: str, his: str) -> dict[str, str]:
        mine = {**hidden(alice.get(edit).content.decode()), **way, "visit_seen": hers}
        bob.post(edit, {**hidden(bob.get(edit).content.decode()), **way, "visit_seen": his})
        return {**mine, **hidden(alice.post(edit, mine).content.decode()), "go": "settle"}

    def stands() -> str:
        own.record.refresh_from_db()
        return str(current_answers(own.record, frozenset({"visit_seen"}))["visit_seen"].value)

    alice.post(edit, {**clash("A locked gate", "An open gate"), "settle__visit_seen": "theirs"})
    assert stands() == "An open gate"
    assert any(version.answers["visit_seen"]["value"] == "A locked gate" for version in own.record.versions.all()), "hers is in the history"
    alice.post(edit, {**clash("Two dogs", "A guard"), "settle__visit_seen": "both"})
    assert stands() == "A guard / Two dogs"
    sent = {**clash("A wall", "A fence"), "settle__visit_seen": "mine"}
    bob.post(edit, {**hidden(bob.get(edit).content.decode()), **way, "visit_seen": "A hedge"})
    asked = alice.post(edit, sent)
    assert asked.status_code == 409 and "A hedge" in asked.content.decode() and stands() == "A hedge"


def test_a_colleagues_answer_is_not_shown_in_a_conflict_to_whoever_may_not_see_it(world: World) -> None:
    aftercare()
    person = registered(world.alice)
    agrees(world.alice, person, "care")
    alice, bob = world.client_for(world.alice), world.client_for(world.bob)
    about = reverse("intake:record_about", args=["aftercare_call", person.pk])
    alice.post(about, {**hidden(alice.get(about).content.decode()), "mode": "phone", "call_worry": "Debts", "call_mood": "Calm"})
    edit_element(code="call_worry", base=latest_book().element("call_worry").version, changes={"risk": "identity"}, actor_code="tests")  # type: ignore[union-attr]
    edit = reverse("intake:record_edit", args=[OwnRecord.objects.get().pk])
    mine = {**hidden(alice.get(edit).content.decode()), "mode": "phone", "call_worry": "Her brother", "call_mood": "Calm"}
    assert bob.post(edit, {**hidden(bob.get(edit).content.decode()), "mode": "phone", "call_worry": "Canary", "call_mood": "Calm"}).status_code == 302

    page = alice.post(edit, mine).content.decode()
    assert "Canary" not in page and "Sealed: not shown here" in page and "Her brother" in page and world.bob.name in page


def test_it_is_linked_to_people_by_code_and_nobody_out_of_reach_is_named(world: World) -> None:
    site_visit()
    alice, bob, eve = (world.client_for(one) for one in (world.alice, world.bob, world.eve))
    own, hers, other = fill(alice, visit_workers="2"), registered(world.alice), registered(world.charlie)
    link = reverse("intake:record_link", args=[own.pk])

    assert "nobody with this code" in alice.post(link, {"person": other.code}).content.decode()
    assert "One of the three" in alice.get(link).content.decode() and "Write one of the three" in alice.post(link, {"role": "x"}).content.decode()
    alice.post(link, {"person": hers.code, "role": "worker"})

    page = reverse("intake:record", args=[own.pk])
    assert all(hers.code in client.get(page).content.decode() for client in (alice, bob, eve))
    alice.post(reverse("intake:record_unlink", args=[own.pk, own.links.get().pk]))
    assert not own.links.exists()


def test_a_sealed_answer_needs_somebody_who_agreed(world: World) -> None:
    aftercare()
    actor, person = actor_for(world.alice), registered(world.alice)
    kind = reads.kind_of("aftercare_call")
    assert kind is not None
    alice = world.client_for(world.alice)
    about = reverse("intake:record_about", args=["aftercare_call", person.pk])
    asked = alice.post(reverse("intake:record_new", args=["aftercare_call"]), {"code": person.code})
    assert asked.headers["Location"] == about
    with pytest.raises(NotAllowed):
        actions.add_record(actor=actor, kind=kind, own_id=person.pk, answers={"call_worry": Answer("Debts")}, person=person)
    assert not Record.objects.filter(record_type__code="aftercare_call").exists()
    assert "2 questions cannot be asked here now" in alice.get(about).content.decode()

    agrees(world.alice, person, "care")
    answer = alice.post(about, {**hidden(alice.get(about).content.decode()), "mode": "phone", "call_worry": "Debts", "call_mood": "Calm"})

    own = OwnRecord.objects.get()
    assert answer.headers["Location"] == reverse("intake:record", args=[own.pk])
    assert SealedAnswer.objects.filter(version__record=own.record, element_code="call_worry").count() == 1
    assert alice.get(about).headers["Location"] == reverse("intake:record_edit", args=[own.pk])
    assert world.client_for(world.charlie).get(reverse("intake:record", args=[own.pk])).status_code == 404


def test_about_nobody_nothing_sealed_is_kept_even_where_a_class_was_raised_since(world: World) -> None:
    site_visit()
    element = latest_book().element("visit_seen")
    assert element is not None
    edit_element(code="visit_seen", base=element.version, changes={"risk": "high"}, actor_code="tests")
    kind = reads.kind_of("site_visit")
    assert kind is not None

    with pytest.raises(NotAllowed):
        actions.add_record(actor=actor_for(world.alice), kind=kind, own_id=new_id(), answers={"visit_seen": Answer("A name")})

    assert not OwnRecord.objects.exists() and not SealedAnswer.objects.exists()
    assert "1 question cannot be asked here now" in world.client_for(world.alice).get(NEW).content.decode()


def test_a_file_is_sealed_under_her_key_opened_by_whoever_may_and_goes_where_it_was_never_named(world: World) -> None:
    home_visit()
    person, alice = registered(world.alice), world.client_for(world.alice)
    about = reverse("intake:record_about", args=["home_visit", person.pk])
    assert 'type="file"' not in alice.get(about).content.decode(), "nobody agreed yet"
    agrees(world.alice, person, "care")
    page = alice.get(about).content.decode()
    assert 'type="file"' in page and 'enctype="multipart/form-data"' in page

    bad = alice.post(about, {**hidden(page), "mode": "in_person", "home_paper__file": upload(b"MZ no picture")}).content.decode()
    assert "JPEG" in bad and not OwnRecord.objects.exists() and not StoredFile.objects.exists()
    wrong = alice.post(about, {**hidden(page), "mode": "in_person", "home_calm": "many", "home_paper__file": upload(picture())}).content.decode()
    left = StoredFile.objects.get()
    assert str(left.pk) in wrong and left.attached_at is None and not OwnRecord.objects.exists(), "chosen once: the next press sends it along"
    kept = alice.post(about, {**hidden(page), "mode": "in_person", "home_calm": "3", "home_paper": str(left.pk)})

    own = OwnRecord.objects.get()
    left.refresh_from_db()
    assert left.attached_at and SealedAnswer.objects.filter(version__record=own.record, element_code="home_paper").count() == 1
    file = reverse("intake:file", args=[person.pk, left.pk])
    assert file in alice.get(kept.headers["Location"]).content.decode()
    opened = alice.get(file)
    assert opened.status_code == 200 and opened.content == picture() and "attachment" in opened["Content-Disposition"]
    assert [world.client_for(one).get(file).status_code for one in (world.charlie, world.farid)] == [404, 404]
    actions.open_kind_to(actor=actor_for(world.eve), kind=reads.kind_of("home_visit"), see=["supervisor"], fill=["supervisor"])  # type: ignore[arg-type]
    assert alice.get(file).status_code == 404 and world.client_for(world.bob).get(file).status_code == 200

    alone = register.keep_file(actor=actor_for(world.alice), person=person, element_code="home_paper", content=picture(), held_for=new_id())
    StoredFile.objects.filter(pk=alone.pk).update(made_at=clock.now() - timedelta(days=400))
    forget_expired()
    assert set(StoredFile.objects.values_list("pk", flat=True)) == {left.pk}
