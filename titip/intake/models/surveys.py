"""How a survey was drawn, and who could not be asked: never who they are."""

from django.db import models

from titip.dictionary.rules.messages import gettext_noop as _
from titip.intake.models.records import WAYS
from titip.kit import clock
from titip.kit.ids import new_id

OUTCOMES = [
    ("refused", _("Refused")), ("nobody", _("Nobody there")), ("unable", _("Could not be asked: ill, language, not safe")),
    ("not_eligible", _("Does not belong to the survey")), ("unknown", _("Not known whether anybody lives or works there")),
]  # fmt: skip


class Survey(models.Model):
    """The design of one survey: from what it was drawn, how, how many."""

    DRAWN = [
        ("random", _("By chance, from a list of all")), ("cluster", _("By chance, first places, then households or people in them")),
        ("all", _("Everybody on the list was to be asked")), ("chosen", _("Chosen by us, or whoever was there")), ("referral", _("Each named the next")),
    ]  # fmt: skip

    record_type = models.OneToOneField("dictionary.RecordType", on_delete=models.PROTECT, related_name="+")
    frame = models.TextField(help_text="The list or area that the sample was drawn from, in words")
    frame_size = models.PositiveIntegerField(null=True, blank=True, help_text="How many stand in it")
    drawn = models.CharField(max_length=10, choices=DRAWN)
    sample_size = models.PositiveIntegerField(null=True, blank=True, help_text="How many were to be asked")
    mode = models.CharField(max_length=12, choices=WAYS, default="in_person")
    weight_element = models.CharField(max_length=80, blank=True, help_text="Code of the element that holds each answer's weight")
    compare_element = models.CharField(max_length=80, blank=True, help_text="Code of the element by which the sample is held against the frame")
    changed_by = models.CharField(max_length=12)
    changed_at = models.DateTimeField(default=clock.now)


class FrameCount(models.Model):
    """How many of the frame have one value of the element that the sample is held against."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="counts")
    value = models.CharField(max_length=120)
    number = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["survey", "value"], name="one_frame_count_of_a_value")]


class SurveyContact(models.Model):
    """One attempt that brought no answers: what came of it, and nothing about who it was."""

    id = models.UUIDField(primary_key=True, default=new_id)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="contacts")
    outcome = models.CharField(max_length=12, choices=OUTCOMES)
    staff = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
