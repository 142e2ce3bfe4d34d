"""Records and their append-only versions. Sealed answers are named here and kept in the vault."""

from django.db import models

from titip.kit import clock
from titip.kit.ids import new_id
from titip.register.models.persons import Person
from titip.register.rules.versions import Kind


class Record(models.Model):
    """One thing described by the elements of its record type. A person has one registration record: one fact, one place (D18)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    record_type = models.ForeignKey("dictionary.RecordType", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="records")
    owner = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("protect.Team", on_delete=models.PROTECT, null=True, related_name="+")
    number = models.PositiveIntegerField(default=0, help_text="Number of the current version; 0 before the first save")
    made_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record_type", "person"], name="one_record_of_a_type_per_person")]


class RecordVersion(models.Model):
    """A save: who, when, from which form and dictionary, on which base. Never changed, never removed but by erasure.

    Resealing moves answers whose element was given a sealed class into the vault; what the version says stays the same.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    base_number = models.PositiveIntegerField()
    dictionary_version = models.ForeignKey("dictionary.DictionaryVersion", on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict, help_text="Answers of risk class low and medium by element code; the others are sealed")
    changed = models.JSONField(default=list, help_text="Codes of the elements that this save changed")
    form_code = models.CharField(max_length=80, blank=True)
    mode = models.CharField(max_length=20, default="in_person", help_text="How it was collected (S9)")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in Kind], default=Kind.SAVED)
    of_number = models.PositiveIntegerField(null=True, blank=True, help_text="The version that this one takes back or goes back to")
    author = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["record_id", "number"]
        constraints = [models.UniqueConstraint(fields=["record", "number"], name="one_version_number_per_record")]


class SealedAnswer(models.Model):
    """The vault row on which an answer of this version stands. An unchanged answer keeps its vault row from version to version."""

    version = models.ForeignKey(RecordVersion, on_delete=models.CASCADE, related_name="sealed")
    element_code = models.CharField(max_length=180, help_text="Of a row of a repeated group: group/row/element")
    vault_id = models.UUIDField(db_index=True)
    basis_id = models.UUIDField(help_text="The grounds it was kept under")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "element_code"], name="one_sealed_answer_per_element")]


class SearchValue(models.Model):
    """A searchable answer of risk class low or medium, of the current version only. ``value`` is its search key (``kit.text.search_key``)."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="search_values")
    element_code = models.CharField(max_length=80)
    value = models.CharField(max_length=160)

    class Meta:
        indexes = [models.Index(fields=["element_code", "value"])]
