"""Frozen dictionary versions, and the reports of imports."""

from django.db import models

from titip.dictionary.models.elements import ElementVersion
from titip.kit import clock


class DictionaryVersion(models.Model):
    """The set of element versions in force from one moment on, with the SHA-256 of its canonical JSON (S10). Records name it."""

    number = models.PositiveIntegerField(unique=True)
    sha256 = models.CharField(max_length=64)
    content = models.JSONField(help_text="The canonical JSON that was hashed: codes, versions and all properties, code lists with items, forms with placements")
    elements = models.ManyToManyField(ElementVersion, related_name="in_versions")
    note = models.CharField(max_length=255, blank=True)
    made_by = models.CharField(max_length=12, blank=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["number"]


class ImportReport(models.Model):
    """What an import found, row by row: nothing is silently dropped (S17)."""

    kind = models.CharField(max_length=20, default="xlsform")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, help_text="Of the file")
    form_code = models.CharField(max_length=80, blank=True, help_text="The form that was made or changed")
    changed = models.JSONField(default=dict, blank=True, help_text="How many elements were new, changed, unchanged")
    version = models.ForeignKey(DictionaryVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="reports")
    made_by = models.CharField(max_length=12, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    elements = models.PositiveIntegerField(default=0)
    code_lists = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=list, help_text="List of {rule, where, message, level}")
