"""The sweep asks every room that seals: a room left out would lose what it sealed."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from tests.protect.cheap import person, put
from titip.cli.keys import rooms_that_seal
from titip.kit import clock
from titip.protect import vault
from titip.protect.actions import sweeping
from titip.protect.models.audit import AuditEvent
from titip.protect.models.sealed import SealedValue
from titip.protect.stores import APP, store_of

pytestmark = [pytest.mark.django_db(databases=["default", "vault", "keys"])]

#: Ids in the app database that are no vault ids.
OTHER_IDS = {
    "protect.OpenedToday.owner", "protect.PageDraft.about", "register.SealedAnswer.basis_id", "casework.CaseNote.basis_id", "casework.EmergencyCard.basis_id",
    "casework.Determination.basis_id", "casework.ToolUse.basis_id",
    "share.Release.file_id", "share.KeptAnswer.file_id", "share.KeptAnswer.of",
    "register.StoredFile.held_for",
}


def naming_columns() -> list[str]:
    """Every id in the app database that is neither a key of its own row nor known to be something else: it may name a vault row."""
    fields = [field for model in apps.get_models() if store_of(model) == APP for field in model._meta.local_fields]
    ids = [field for field in fields if isinstance(field, models.UUIDField) and not field.primary_key]
    return [f"{field.model._meta.db_table}.{field.column}" for field in ids if f"{field.model._meta.label}.{field.name}" not in OTHER_IDS]


def test_every_column_that_may_name_a_sealed_value_is_asked() -> None:
    with CaptureQueriesContext(connection) as asked:
        for named in rooms_that_seal():
            assert named([uuid4()]) == set()
    statements = " ".join(query["sql"].replace('"', "") for query in asked.captured_queries)
    assert [column for column in naming_columns() if f"WHERE {column} IN" not in statements] == []
    assert len(naming_columns()) >= 5


@pytest.mark.usefixtures("unlocked")
@pytest.mark.parametrize("locked", [False, True])
def test_what_one_room_names_stays(locked: bool) -> None:
    owner = person()
    with clock.at(clock.now() - timedelta(days=2)):
        one, other, orphan = put(owner, "a"), put(owner, "b"), put(owner, "c")
    if locked:
        vault.lock()
    rooms = [lambda ids: {one} & set(ids), lambda ids: {other} & set(ids), lambda ids: set[UUID]()]
    assert sweeping.sweep(rooms=rooms, actor_code="command") == 1
    assert set(SealedValue.objects.values_list("id", flat=True)) == {one, other} and orphan not in {one, other}
    assert AuditEvent.objects.filter(kind="protect.vault.sweep").count() == (0 if locked else 1)
