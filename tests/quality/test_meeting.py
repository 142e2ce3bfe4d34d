"""Looking whether somebody has been here before: other spellings, other scripts, colleagues' people, and what is never kept."""

import json
from datetime import timedelta

import pytest
from django.db import connections
from django.urls import reverse

from tests.quality.records import somebody, write
from tests.world import KEYRING_PASSPHRASE, actor_for
from titip.consent import actions as consent
from titip.kit import clock
from titip.protect import vault
from titip.protect.models import AuditEvent
from titip.quality import actions
from titip.quality.actions import meeting
from titip.quality.linkage import Kind
from titip.quality.models import Ask
from titip.register.reads import people_for


@pytest.fixture(autouse=True)
def _forgotten():
    meeting._MEMORY.wipe()
    yield
    meeting._MEMORY.wipe()


@pytest.fixture
def known(world):
    """One made-up woman among others, in Alice's care."""
    others = [("Dara", "Chea", "1988-01-02"), ("Bopha", "Keo", "1979-07-01"), ("Thida", "Meas", "2001-11-30"), ("Ratana", "Long", "1999-01-01")]
    for given, family, born in others:
        somebody(world.alice, given_name=given, family_name=family, birth_date=born)
    return somebody(world.alice, given_name="Somchai", family_name="Jaidee", birth_date="1999-03-05", gender="man", phone="+66 81 234 5678")


def met(staff, **asked):
    return actions.meet(actor=actor_for(staff), asked={Kind(kind): text for kind, text in asked.items()}).met


@pytest.mark.parametrize("spelling", ["Somchai Jaidee", "SOMCHAY JAIDI", "Jaidee, Mr. Somchai", "สมชาย ใจดี", "Somchaijaidee"])
def test_other_spellings_orders_and_scripts_find_the_same_person_first(world, known, spelling):
    found = met(world.alice, name=spelling, birth_year="2542", sex="man")

    assert found and found[0].person == known and found[0].reachable
    assert found[0].reasons and all("omcha" not in reason.words.lower() and "1999" not in reason.words for reason in found[0].reasons)


def test_somebody_new_is_probably_nobody(world, known):
    assert not [one for one in met(world.alice, name="Wirawan Kusuma", birth_year="1964") if one.probable]


def test_a_telephone_alone_is_enough_to_ask(world, known):
    assert [one.person for one in met(world.alice, phone="081-234-5678")][:1] == [known]


def test_what_changes_is_found_at_once_and_what_she_takes_back_no_more(world, known):
    assert not [one for one in met(world.alice, name="Lalita Boonmee", birth_year="1999") if one.probable]
    write(world.alice, known, given_name="Lalita", family_name="Boonmee")
    found = met(world.alice, name="Lalita Bunmi", birth_year="1999")
    assert found[0].person == known and found[0].probable

    consent.withdraw(actor=actor_for(world.alice), person=known, purposes=["care"])
    assert known not in [one.person for one in met(world.alice, name="Lalita Boonmee", birth_year="1999", phone="081-234-5678")]


def test_people_of_colleagues_are_told_without_code_or_reason_and_only_when_probable(world, known):
    found = met(world.charlie, name="Somchai Jaidee", birth_date="1999-03-05", phone="0812345678")

    assert [(one.reachable, one.probable, one.reasons) for one in found] == [(False, True, ())]
    page = world.client_for(world.charlie).post(reverse("quality:meet"), {"name": "Somchai Jaidee", "born": "5/3/2542", "phone": "0812345678"}).content.decode()
    assert "Somebody whom colleagues keep" in page and "Ask the custodian" in page
    assert known.code not in page and str(known.pk) not in page


def test_the_custodian_is_asked_and_lets_the_colleague_in(world, known):
    charlie, dara = world.client_for(world.charlie), world.client_for(world.dara)
    page = charlie.post(reverse("quality:meet"), {"name": "Somchai Jaidee", "born": "1999", "phone": "0812345678"})
    nonce = page.context["lines"][0][1]
    for _twice in range(2):
        charlie.post(reverse("quality:meet"), {"ask": nonce})
    question = Ask.objects.get()

    assert known.code in dara.get(reverse("quality:asks")).content.decode()
    assert dara.post(reverse("quality:answer", args=[question.pk]), {}).status_code == 200
    dara.post(reverse("quality:answer", args=[question.pk]), {"decision": "let_in"})
    assert people_for(actor_for(world.charlie), "register.open").filter(pk=known.pk).exists()
    assert dara.post(reverse("quality:answer", args=[question.pk]), {"decision": "refused"}).status_code == 404
    assert charlie.post(reverse("quality:meet"), {"ask": "made-up"}).status_code == 302 and Ask.objects.count() == 1


def test_who_asked_never_answers(world, known):
    question = actions.ask(actor=actor_for(world.dara), person_id=known.pk)

    with pytest.raises(actions.CannotAnswer):
        actions.answer(actor=actor_for(world.dara), ask_id=question.pk, decision="let_in")


def test_nothing_that_was_asked_is_kept(world, known):
    asked = {"name": "Canaryname Featherson", "born": "1971", "place": "Canaryplace", "phone": "099 887 7665"}
    world.client_for(world.alice).post(reverse("quality:meet"), asked)

    event = AuditEvent.objects.filter(kind="quality.meet").latest("pk")
    assert json.loads(json.dumps(event.detail))["by"] == ["birth_date", "name", "phone", "place"]
    for store in ("default", "vault", "keys"):
        with connections[store].cursor() as cursor:
            for table in connections[store].introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                kept = str(cursor.fetchall()).lower()
                assert "canary" not in kept and "feather" not in kept and "8877665" not in kept, table


def test_locking_wipes_the_matrix_and_nothing_is_compared(world, known):
    met(world.alice, name="Somchai")
    index = meeting._MEMORY.index
    assert index is not None and len(index) == 5

    vault.lock()
    assert meeting._MEMORY.index is None and len(index) == 0 and not index._bits.any()
    with pytest.raises(vault.Locked):
        met(world.alice, name="Somchai")
    vault.unlock(KEYRING_PASSPHRASE)


def test_until_the_matrix_stands_tokens_serve(world, known, monkeypatch):
    actions.check_changed(actor_code="tests")
    monkeypatch.setattr(meeting, "MADE_AT_ONCE", 0)

    found = actions.meet(actor=actor_for(world.alice), asked={Kind.NAME: "Jaidee Somchai", Kind.BIRTH_YEAR: "1999"})
    assert not found.everybody and [one.person for one in found.met][:1] == [known]
    assert actions.prepare() == 5
    assert actions.meet(actor=actor_for(world.alice), asked={Kind.NAME: "Somchay"}).everybody


def test_the_page_says_what_is_missing_and_what_nothing_found_means(world):
    client = world.client_for(world.alice)

    assert "Write a name or a telephone number" in client.post(reverse("quality:meet"), {"born": "1999"}).content.decode()
    assert "such as 1999" in client.post(reverse("quality:meet"), {"name": "A Name", "born": "long ago"}).content.decode()
    assert "does not mean that she was never here" in client.post(reverse("quality:meet"), {"name": "A Name"}).content.decode()
    assert reverse("quality:meet") in client.get(reverse("register:add")).content.decode()


def test_the_number_of_queries_does_not_grow_with_people(world, django_assert_max_num_queries):
    for one in range(12):
        somebody(world.alice, given_name=f"Given{one}", family_name="Family", birth_date=f"19{70 + one}-01-01")
    meeting.prepare()
    with clock.at(clock.now() + timedelta(minutes=1)):
        meeting.prepare()
        with django_assert_max_num_queries(30):
            met(world.alice, name="Given3 Family", birth_year="1973")
