"""Findings: what does not fit in a record, and what became of it. No values."""

from django.db import models

from titip.kit import clock
from titip.kit.ids import new_id


class Finding(models.Model):
    """A check that failed on a record. Open until the answers fit, or somebody who knows has explained it."""

    STATES = [("open", "Open"), ("explained", "Explained"), ("fixed", "Fixed")]
    REASONS = [
        ("true", "It is true as it stands"), ("unknowable", "It cannot be known better"), ("ask_later", "It will be asked later"),
        ("wrong_check", "The check does not fit this case"),
    ]

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.ForeignKey("register.Record", on_delete=models.CASCADE, related_name="+")
    check_code = models.CharField(max_length=40)
    element = models.CharField(max_length=80, blank=True, help_text="Which element, where a check says something of one element alone")
    state = models.CharField(max_length=10, choices=STATES, default="open")
    found_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(help_text="Number of the record's version in which it was found")
    settled_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=20, blank=True, choices=REASONS)
    explained_by = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-found_at", "-id"]
        indexes = [models.Index(fields=["state", "-found_at"])]
        constraints = [
            models.UniqueConstraint(fields=["record", "check_code", "element"], name="one_finding_of_a_kind_per_record"),
            models.CheckConstraint(
                condition=~models.Q(state="explained") | (~models.Q(reason="") & models.Q(explained_by__isnull=False)), name="explained_by_somebody",
            ),
        ]


class FindingElement(models.Model):
    """An element that the finding is about: who may not see it reads only that something does not fit."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="elements")
    code = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["finding", "code"], name="once_per_finding")]


class RecordChecked(models.Model):
    """In which version, under which dictionary and which checks a record was last checked, and in which its person was last compared with all others."""

    record = models.OneToOneField("register.Record", on_delete=models.CASCADE, primary_key=True, related_name="+")
    version = models.PositiveIntegerField()
    dictionary = models.PositiveIntegerField(help_text="Number of the dictionary version")
    checks = models.PositiveIntegerField(help_text="Version of the checks")
    compared = models.PositiveIntegerField(db_default=0, help_text="Number of the version that was compared with everybody's; 0: none yet")
    at = models.DateTimeField(default=clock.now)
