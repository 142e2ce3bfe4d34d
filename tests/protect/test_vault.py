"""Sealed values: stored with grounds only, opened only where they belong, gone with their key."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.protect.cheap import PASSPHRASE, grounds_for, person, put
from titip.kit import clock
from titip.protect import vault
from titip.protect.models.sealed import DataKey, SealedValue, WrittenOnce
from titip.protect.rules.grounds import NoGrounds
from titip.protect.vault import Owner, Plain

pytestmark = [pytest.mark.django_db(databases=["default", "vault", "keys"]), pytest.mark.usefixtures("unlocked")]
PLACE = ("register.answer", "r1", "family_name")


def open_it(owner: Owner, vault_id: UUID, place: tuple[str, str, str] = PLACE) -> str:
    return vault.open_one(owner, vault_id, *place).decode()


# --- in and out


def test_what_is_put_opens() -> None:
    owner = person()
    assert open_it(owner, put(owner, "สมหญิง Kanlaya")) == "สมหญิง Kanlaya"


def test_many_values_open_in_the_order_asked() -> None:
    owner = person()
    items = [Plain("register.answer", "r1", f"element_{n}", f"value {n}".encode()) for n in range(40)]
    ids = vault.put_many(owner, items, grounds=grounds_for(owner.id))
    wanted = [(vault_id, item.table, item.row, item.field) for vault_id, item in zip(ids, items, strict=True)]
    assert vault.open_many(owner, wanted[::-1]) == [item.value for item in items[::-1]]
    assert len(set(ids)) == 40


def test_nothing_put_is_nothing_kept() -> None:
    owner = person()
    assert vault.put_many(owner, [], grounds=grounds_for(owner.id)) == []
    assert not DataKey.objects.exists()


def test_a_list_of_people_opens_with_two_queries(django_assert_num_queries: Callable[..., Any]) -> None:
    owners = [person() for _ in range(30)]
    wanted = [(owner, put(owner, f"name {n}"), *PLACE) for n, owner in enumerate(owners)]
    with django_assert_num_queries(1, using="keys"), django_assert_num_queries(1, using="vault"):
        assert vault.open_across(wanted) == [f"name {n}".encode() for n in range(30)]


def test_one_key_per_owner_and_no_plain_text_in_a_row() -> None:
    owner = person()
    for value in ("Kanlaya", "Kanlaya", "Boonsri"):
        put(owner, value)
    assert DataKey.objects.count() == 1
    blobs = [bytes(row.blob) for row in SealedValue.objects.all()]
    assert len(set(blobs)) == 3 and not any(b"Kanlaya" in blob or b"Boonsri" in blob for blob in blobs)


# --- grounds


@pytest.mark.parametrize("grounds", [None, True, "consent", object(), {"owner_id": 1}])
def test_without_grounds_nothing_is_kept(grounds: object) -> None:
    owner = person()
    with pytest.raises(TypeError, match="without Grounds"):
        vault.put_many(owner, [Plain(*PLACE, b"x")], grounds=grounds)  # type: ignore[arg-type]
    assert not SealedValue.objects.exists() and not DataKey.objects.exists()


def test_somebody_elses_grounds_do_not_count() -> None:
    with pytest.raises(NoGrounds, match="somebody else"):
        vault.put(person(), Plain(*PLACE, b"x"), grounds=grounds_for(uuid4()))


@pytest.mark.parametrize("age", [timedelta(hours=2), timedelta(hours=-2), timedelta(days=900)])
def test_grounds_kept_for_later_do_not_count(age: timedelta) -> None:
    owner = person()
    with pytest.raises(NoGrounds, match="too long ago"):
        vault.put(owner, Plain(*PLACE, b"x"), grounds=grounds_for(owner.id, checked_at=clock.now() - age))


def test_a_draft_is_no_way_round() -> None:
    with pytest.raises(TypeError, match="put_draft"):
        vault.put(Owner("draft", uuid4()), Plain(*PLACE, b"x"), grounds=grounds_for(uuid4()))
    with pytest.raises(TypeError, match="draft"):
        vault.put_draft(person(), b"x")


@pytest.mark.parametrize(("kind", "owner_id"), [("case", uuid4()), ("person", "not a uuid"), ("", None)])
def test_an_owner_is_a_kind_and_an_id(kind: Any, owner_id: Any) -> None:
    with pytest.raises(TypeError):
        Owner(kind, owner_id)


# --- moved, changed, swapped


texts = st.text(max_size=8)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.tuples(texts, texts, texts), st.tuples(texts, texts, texts))
def test_a_value_opens_for_its_own_table_row_and_field_only(here: tuple[str, str, str], there: tuple[str, str, str]) -> None:
    assume(here != there)
    owner = Owner("person", UUID(int=1))
    vault_id = vault.put(owner, Plain(*here, b"x"), grounds=grounds_for(owner.id))
    assert vault.open_one(owner, vault_id, *here) == b"x"
    with pytest.raises(vault.Refused):
        vault.open_one(owner, vault_id, *there)


def test_another_owner_is_refused() -> None:
    owner, other = person(), person()
    vault_id, _ = put(owner, "x"), put(other, "y")
    for wrong in (other, Owner("record", owner.id), Owner("file", owner.id)):
        with pytest.raises(vault.Refused):
            open_it(wrong, vault_id)


def swap_blobs(one: UUID, other: UUID) -> None:
    first, second = SealedValue.objects.get(pk=one), SealedValue.objects.get(pk=other)
    SealedValue.objects.filter(pk=one).update(blob=second.blob)
    SealedValue.objects.filter(pk=other).update(blob=first.blob)


def test_an_older_value_put_back_in_the_place_of_a_newer_one_is_refused() -> None:
    owner = person()
    older, newer = put(owner, "old address"), put(owner, "new address")
    swap_blobs(older, newer)
    for vault_id in (older, newer):
        with pytest.raises(vault.Refused):
            open_it(owner, vault_id)


def test_a_value_given_to_another_person_in_the_database_is_refused() -> None:
    owner, other = person(), person()
    vault_id, _ = put(owner, "x"), put(other, "y")
    SealedValue.objects.filter(pk=vault_id).update(owner_id=other.id)
    with pytest.raises(vault.Refused):
        open_it(other, vault_id)


def test_keys_swapped_in_the_database_are_refused() -> None:
    owner, other = person(), person()
    vault_id, _ = put(owner, "x"), put(other, "y")
    first, second = DataKey.objects.get(owner_id=owner.id), DataKey.objects.get(owner_id=other.id)
    DataKey.objects.filter(pk=first.pk).update(wrapped=second.wrapped)
    with pytest.raises(vault.Refused):
        open_it(owner, vault_id)


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_changed_row_is_refused(data: st.DataObject) -> None:
    owner = Owner("person", UUID(int=2))
    vault_id = put(owner, "Somjai from nowhere")
    blob = bytearray(SealedValue.objects.get(pk=vault_id).blob)
    kind = data.draw(st.sampled_from(["flip", "cut", "add", "noise"]))
    if kind == "flip":
        blob[data.draw(st.integers(0, len(blob) - 1))] ^= data.draw(st.integers(1, 255))
    elif kind == "cut":
        del blob[data.draw(st.integers(0, len(blob) - 1)) :]
    elif kind == "add":
        blob += data.draw(st.binary(min_size=1, max_size=20))
    else:
        blob = bytearray(data.draw(st.binary(max_size=60)))
    SealedValue.objects.filter(pk=vault_id).update(blob=bytes(blob))
    with pytest.raises(vault.Refused, match="Nothing was opened"):
        open_it(owner, vault_id)


def test_what_is_not_there_is_refused() -> None:
    owner = person()
    put(owner, "x")
    with pytest.raises(vault.Refused):
        open_it(owner, uuid4())
    with pytest.raises(vault.Gone):
        open_it(person(), uuid4())


def test_rows_are_written_once() -> None:
    owner = person()
    put(owner, "x")
    for row in (SealedValue.objects.get(), DataKey.objects.get()):
        with pytest.raises(WrittenOnce):
            row.save()


# --- destroying


def test_a_destroyed_key_opens_nothing_and_spares_others() -> None:
    owner, other = person(), person()
    vault_id, kept = put(owner, "x"), put(other, "y")
    row = SealedValue.objects.get(pk=vault_id)
    vault.destroy(owner)
    vault.destroy(owner)
    with pytest.raises(vault.Gone, match="erased"):
        open_it(owner, vault_id)
    assert open_it(other, kept) == "y"
    SealedValue(id=row.id, owner_kind=row.owner_kind, owner_id=row.owner_id, blob=row.blob).save(force_insert=True)  # a backup of the vault alone
    put(owner, "again")  # and a fresh key
    with pytest.raises(vault.Refused):
        open_it(owner, vault_id)


# --- drafts


def test_a_draft_needs_no_grounds_and_its_older_version_goes(django_capture_on_commit_callbacks: Callable[..., Any]) -> None:
    owner = Owner("draft", uuid4())
    with django_capture_on_commit_callbacks(execute=True):
        first = vault.put_draft(owner, b"Once upon")
        second = vault.put_draft(owner, b"Once upon a time", replaces=first)
    assert vault.open_draft(owner, second) == b"Once upon a time"
    assert list(SealedValue.objects.values_list("id", flat=True)) == [second]


def test_a_draft_that_was_not_saved_keeps_its_older_version(django_capture_on_commit_callbacks: Callable[..., Any]) -> None:
    owner = Owner("draft", uuid4())
    first = vault.put_draft(owner, b"Once upon")
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError), transaction.atomic():
        vault.put_draft(owner, b"Once upon a time", replaces=first)
        _ = 1 / 0
    assert vault.open_draft(owner, first) == b"Once upon"


def test_a_draft_expires_unless_it_is_written_again() -> None:
    owner, start = Owner("draft", uuid4()), clock.now()
    with clock.at(start):
        vault.put_draft(owner, b"one")
    with clock.at(start + timedelta(days=20)):
        draft = vault.put_draft(owner, b"two")
    with clock.at(start + timedelta(days=49)):
        assert vault.open_draft(owner, draft) == b"two"
    with clock.at(start + timedelta(days=51)):
        with pytest.raises(vault.Gone):
            vault.open_draft(owner, draft)
        again = vault.put_draft(owner, b"three")
        assert vault.open_draft(owner, again) == b"three"
        with pytest.raises(vault.Refused):
            vault.open_draft(owner, draft)


# --- sweeping


def nothing(ids: Sequence[UUID]) -> set[UUID]:
    return set()


def test_the_sweep_takes_what_nobody_names_and_only_that() -> None:
    owner = person()
    with clock.at(clock.now() - timedelta(days=1)):
        named, orphan = put(owner, "named"), put(owner, "orphan")
    young = put(owner, "on its way")
    asked: list[UUID] = []

    def referenced(ids: Sequence[UUID]) -> set[UUID]:
        asked.extend(ids)
        return {named} & set(ids)

    assert vault.sweep(referenced, timedelta(hours=1)) == 1
    assert set(asked) == {named, orphan}
    assert set(SealedValue.objects.values_list("id", flat=True)) == {named, young}
    assert open_it(owner, named) == "named"


def test_the_sweep_asks_about_a_few_at_a_time() -> None:
    owner, sizes = person(), []
    with clock.at(clock.now() - timedelta(days=1)):
        items = [Plain("t", "r", f"f{n}", b"x") for n in range(1201)]
        keep = set(vault.put_many(owner, items, grounds=grounds_for(owner.id))[::7])

    def referenced(ids: Sequence[UUID]) -> set[UUID]:
        sizes.append(len(ids))
        return keep & set(ids)

    assert vault.sweep(referenced, timedelta(hours=1)) == 1201 - len(keep)
    assert sizes == [500, 500, 201]
    assert set(SealedValue.objects.values_list("id", flat=True)) == keep


def test_the_sweep_never_touches_the_last_hour() -> None:
    with pytest.raises(ValueError, match="alone"):
        vault.sweep(nothing, timedelta(minutes=5))


def test_the_sweep_takes_expired_drafts() -> None:
    owner = Owner("draft", uuid4())
    with clock.at(clock.now() - timedelta(days=31)):
        draft = vault.put_draft(owner, b"old")
    kept = vault.put_draft(Owner("draft", uuid4()), b"new")
    assert vault.sweep(lambda ids: {draft, kept} & set(ids), timedelta(hours=1)) == 1
    assert list(SealedValue.objects.values_list("id", flat=True)) == [kept] and DataKey.objects.count() == 1


# --- locked


def test_a_locked_vault_does_nothing() -> None:
    owner = person()
    vault_id = put(owner, "x")
    secret = vault.seal_secret("totp")
    draft = Owner("draft", uuid4())
    vault.lock()
    assert vault.is_locked()
    for attempt in (
        lambda: open_it(owner, vault_id), lambda: open_it(person(), uuid4()), lambda: put(owner, "y"), lambda: vault.put_draft(draft, b"z"),
        lambda: vault.token("name", "x"), lambda: vault.seal_secret("x"), lambda: vault.open_secret(secret), lambda: vault.is_practice(),
    ):
        with pytest.raises(vault.Locked, match="The server is locked"):
            attempt()
    assert SealedValue.objects.count() == 1
    vault.unlock(PASSPHRASE)
    assert open_it(owner, vault_id) == "x" and vault.open_secret(secret) == "totp"


# --- tokens and service secrets


def test_tokens_are_stable_short_and_different_for_every_purpose() -> None:
    before = vault.token("name.exact", "สมหญิง")
    vault.lock()
    vault.unlock(PASSPHRASE)
    assert vault.token("name.exact", "สมหญิง") == before and len(before) == 16
    assert len({before, vault.token("name.sound", "สมหญิง"), vault.token("name.exact", "สมหญ"), vault.token("name", ".exactสมหญิง")}) == 4


def test_service_secrets_are_sealed_as_text() -> None:
    sealed = vault.seal_secret("JBSWY3DPEHPK3PXP")
    assert vault.open_secret(sealed) == "JBSWY3DPEHPK3PXP" and "JBSWY" not in sealed
    assert sealed != vault.seal_secret("JBSWY3DPEHPK3PXP")


@pytest.mark.parametrize("text", ["", "JBSWY3DPEHPK3PXP", "titip1:", "titip1:AAAA", "titip1:!!", "titip1:" + "A" * 120, "titip1:é"])
def test_plain_or_changed_service_secrets_are_refused(text: str) -> None:
    with pytest.raises(vault.Refused):
        vault.open_secret(text)
