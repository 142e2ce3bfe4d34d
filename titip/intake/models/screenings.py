"""A rapid screening: nobody's identity, what was seen, what follows."""

from django.db import models

from titip.kit import clock
from titip.kit.ids import new_id

SUBJECTS = [("person", "One person"), ("group", "A group"), ("place", "A place")]
HEARD = [("no", "Nobody can hear or watch"), ("yes", "Somebody can"), ("unsure", "Not sure")]
OUTCOMES = [("signs", "Signs present: refer for a full interview"), ("none", "No signs noted this time")]


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
