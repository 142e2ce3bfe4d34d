"""The register of releases: what was made from whom, for whom, on what terms, and what became of it (H7)."""

from django.db import models

from titip.kit import clock
from titip.kit.codes import new_code
from titip.kit.ids import new_id


def new_release_code() -> str:
    """A code by which a release is named on everything made from it."""
    return new_code("R")


class Release(models.Model):
    """One de-identified table. The table itself lies sealed in a file; this row says what it is."""

    AUDIENCES = [("team", "Our team"), ("organisation", "Our organisation"), ("outside", "Outside the organisation")]
    STATES = [
        ("draft", "Draft: seen by its maker only"), ("asked", "Waits for approval"), ("live", "Released"), ("refused", "Refused"), ("recalled", "Recalled"),
    ]

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=12, unique=True, default=new_release_code)
    title = models.CharField(max_length=160)
    source = models.CharField(max_length=80, default="registration", help_text="Code of the kind of record, or programmes, that its rows are of")
    purpose = models.CharField(max_length=40)
    audience = models.CharField(max_length=12, choices=AUDIENCES)
    recipient = models.CharField(max_length=160, blank=True)
    outside_note = models.TextField(blank=True, help_text="Under which agreement it goes outside")
    k = models.PositiveSmallIntegerField()
    period = models.CharField(max_length=80, blank=True)
    place = models.CharField(max_length=120, blank=True)
    bias = models.TextField(blank=True, help_text="How our funding, mandate, languages and places shape whom we meet (R11)")
    state = models.CharField(max_length=10, choices=STATES, default="draft")
    rows = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0, help_text="People whose basis does not cover the purpose: counted, not named (H3)")
    cells_withheld = models.PositiveIntegerField(default=0)
    rows_changed = models.PositiveIntegerField(default=0)
    risk_before = models.FloatField(default=0, help_text="Highest chance of singling a row out, before protection")
    risk_after = models.FloatField(default=0)
    weighed = models.JSONField(default=dict, help_text="Risk before and after, cost, and what another k would do, as the engine measured them; counts only")
    dictionary_number = models.PositiveIntegerField()
    dictionary_sha256 = models.CharField(max_length=64)
    file_id = models.UUIDField(null=True, help_text="The sealed file; none once recalled")
    asked_by = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    recalled_at = models.DateTimeField(null=True)
    recall_reason = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["-asked_at"]


class ReleasedElement(models.Model):
    """An element that a release carries, with its part in it."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="elements")
    code = models.CharField(max_length=80)
    label = models.CharField(max_length=255)
    part = models.CharField(max_length=10)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]


class KeptAnswer(models.Model):
    """What was worked out from a release and took long, sealed in a file of its own: it is destroyed with the release."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="kept_answers")
    of = models.UUIDField(help_text="What it answers, by the id that the later room gave it")
    file_id = models.UUIDField(help_text="The sealed file")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "of"], name="one_kept_answer")]


class Inclusion(models.Model):
    """A person whose row is in a release, so that her withdrawal reaches it (H7). It does not tell which row is hers."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="inclusions")
    person = models.ForeignKey("register.Person", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "person"], name="once_in_a_release")]


class AgreedAnswer(models.Model):
    """A person whose answer to an element of the never-by-default class a release carries, for she agreed to that very answer (X12)."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="agreed")
    person = models.ForeignKey("register.Person", on_delete=models.CASCADE, related_name="+")
    element_code = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "person", "element_code"], name="one_agreed_answer")]
