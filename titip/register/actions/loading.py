"""The register's tables for a practice house that is filled in bulk."""

from titip.protect.actions.loading import Store
from titip.register.models import Link, Person, Record, RecordVersion, SealedAnswer, SearchValue


class Tables:
    """Where people, records, answers and links go."""

    def __init__(self, store: Store) -> None:
        self.person = store.rows(Person, "id", "code", "age_status", "owner_id", "team_id", "made_at")
        self.record = store.rows(Record, "id", "record_type_id", "person_id", "owner_id", "team_id", "number", "made_at", "changed_at")
        self.version = store.rows(
            RecordVersion, "id", "record_id", "number", "base_number", "dictionary_version_id", "answers", "changed", "form_code", "author_id", "at"
        )
        self.sealed = store.rows(SealedAnswer, "version_id", "element_code", "vault_id", "basis_id")
        self.search = store.rows(SearchValue, "record_id", "element_code", "value")
        self.link = store.rows(Link, "id", "person_id", "kind", "other_id", "made_by", "made_at")
        last = RecordVersion.objects.order_by("-pk").values_list("pk", flat=True).first()
        #: The id of the version written last.
        self.last_version = last or 0
