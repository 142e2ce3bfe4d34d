"""Questions that are asked of released tables, with what was expected before anything was run (R1)."""

from django.db import models
from django.utils.translation import gettext

from titip.analyse.rules.intents import CHOICES, Intent
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
    intent = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Intent], default=Intent.DESCRIBE.value)
    by = models.CharField(max_length=80, help_text="Code of the element whose values are the groups, the places, or the periods of a trend")
    number = models.CharField(max_length=80, blank=True, help_text="Code of an element whose numbers are described in each group")
    other = models.CharField(max_length=80, blank=True, help_text="Code of a second element: what is compared, set beside, followed, or the periods of gaps")
    value = models.CharField(max_length=160, blank=True, help_text="Which value of the second element, where its share is told")
    context = models.TextField(blank=True, help_text="What changed in this time or between these groups (R17)")
    explanations = models.TextField(blank=True, help_text="Which other explanations there could be (R21)")
    not_collected = models.TextField(blank=True, help_text="What was not collected, and why (R12)")
    made_by = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-made_at"]

    @property
    def intent_name(self) -> str:
        """What was asked, in words."""
        return gettext(CHOICES[Intent(self.intent)][0])
