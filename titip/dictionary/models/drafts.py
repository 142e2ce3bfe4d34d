"""The draft of the next dictionary with its steps; reviews of harm and benefit; reasons for keeping an element."""

from django.db import models

from titip.dictionary.models.versions import DictionaryVersion
from titip.kit import clock


class Draft(models.Model):
    """What the organisation is changing, laid over the version in force. One is open at a time; it says nothing about any person."""

    STATES = [("open", "open"), ("published", "published"), ("dropped", "dropped")]

    state = models.CharField(max_length=10, choices=STATES, default="open")
    changes = models.JSONField(default=dict, help_text="See rules.drafting.Changes")
    number = models.PositiveIntegerField(default=0, help_text="Of the last step that was ever made")
    editors = models.JSONField(default=list, help_text="Staff codes of all who changed something in it")
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When a colleague was asked to agree")
    approved_by = models.CharField(max_length=12, blank=True)
    approved_sha256 = models.CharField(max_length=64, blank=True, help_text="Of the dictionary that was agreed to: a later change needs to be agreed to anew")
    approved_at = models.DateTimeField(null=True, blank=True)
    version = models.ForeignKey(DictionaryVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="drafts")
    made_by = models.CharField(max_length=12, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["state"], condition=models.Q(state="open"), name="one_open_draft")]


class DraftStep(models.Model):
    """One change in a draft, so that it can be taken back."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=20, help_text="new, changed, retired, words, rule, placed, order, choices, question")
    thing = models.CharField(max_length=120)
    before = models.JSONField(help_text="What the draft said of the entries it touched: kind, code, change or null")
    by = models.CharField(max_length=12)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="one_number_per_step")]


class Review(models.Model):
    """What good and what harm a collection may do, written by one and signed by another before it goes live."""

    form_code = models.CharField(max_length=80, unique=True)
    benefit = models.TextField(help_text="Who gains, and how")
    harm = models.TextField(help_text="What could go wrong for the people asked")
    lessen = models.TextField(help_text="What is done about it")
    asked = models.TextField(blank=True, help_text="Who was asked: people with the same experience, colleagues")
    without = models.TextField(blank=True, help_text="What can be known without asking")
    elements = models.JSONField(default=list, help_text="Codes of the elements that the form held when it was signed")
    written_by = models.CharField(max_length=12)
    written_at = models.DateTimeField(default=clock.now)
    signed_by = models.CharField(max_length=12, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)


class KeptElement(models.Model):
    """Why an element stays although it answers no question, or nobody fills it in."""

    element_code = models.CharField(max_length=80, unique=True)
    reason = models.TextField()
    by = models.CharField(max_length=12)
    at = models.DateTimeField(default=clock.now)
