"""Questions that are asked of released tables, with what was expected before anything was run (R1)."""

from django.db import models

from titip.kit import clock
from titip.kit.ids import new_id


class Inquiry(models.Model):
    """A question in words, written down with its expectation before any number is looked at."""

    id = models.UUIDField(primary_key=True, default=new_id)
    text = models.CharField(max_length=255)
    expectation = models.TextField(blank=True, help_text="What we expect to see, and why; may stay empty, but is never written afterwards")
    question_code = models.CharField(max_length=60, blank=True, help_text="The organisation's standing question it belongs to")
    made_by = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-made_at"]


class Reading(models.Model):
    """One answer to a question: which release was read, and how. The numbers are made again from these (R42)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="readings")
    release = models.ForeignKey("share.Release", on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=80, help_text="Code of the element whose values are the groups")
    number = models.CharField(max_length=80, blank=True, help_text="Code of an element whose numbers are described in each group")
    made_by = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-made_at"]
