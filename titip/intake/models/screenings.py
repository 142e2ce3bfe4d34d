"""A rapid screening: nobody's identity, what was seen, what follows."""

from django.db import models

from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit import clock
from titip.kit.ids import new_id

SUBJECTS = [("person", _("One person")), ("group", _("A group")), ("place", _("A place"))]
HEARD = [("no", _("Nobody can hear or watch")), ("yes", _("Somebody can")), ("unsure", _("Not sure"))]
OUTCOMES = [("signs", _("Signs present: refer for a full interview")), ("none", _("No signs noted this time"))]


class ScreeningCount(models.Model):
    """How many screenings of a month indicated nothing and were forgotten: no place, no colleague, no answer."""

    month = models.DateField(help_text="Its first day")
    team = models.ForeignKey("protect.Team", on_delete=models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=10, choices=SUBJECTS)
    heard = models.CharField(max_length=10, choices=HEARD)
    urgent = models.BooleanField(default=False)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-month", "team_id", "subject", "heard", "urgent"]
        constraints = [
            models.UniqueConstraint(fields=["month", "team", "subject", "heard", "urgent"], nulls_distinct=False, name="one_count_of_a_kind"),
        ]


class Screening(models.Model):
    """What a check reads of a screening stands here; the answers stand in its record."""

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.OneToOneField("register.Record", on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("protect.Team", on_delete=models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=10, choices=SUBJECTS)
    heard = models.CharField(max_length=10, choices=HEARD)
    urgent = models.BooleanField(default=False)
    outcome = models.CharField(max_length=10, choices=OUTCOMES)
    person = models.ForeignKey(
        "register.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="Registered from this screening"
    )
    seconds = models.PositiveIntegerField(null=True, help_text="From the first page to the result")
    closed_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["staff", "-at"])]
