"""The breach plan: whom to call and within what hours, signed and dated. Each signing is a new row."""

from django.db import models

from titip.kit import clock


class BreachPlan(models.Model):
    """One signed version. The newest counts until ``review_on``."""

    leads = models.CharField(max_length=200, help_text="Who leads, with a telephone that is answered at night")
    stands_in = models.CharField(max_length=200, help_text="Who leads when the first cannot be reached")
    authority = models.CharField(max_length=200, help_text="Who must be told by law, or whom counsel named")
    authority_hours = models.PositiveSmallIntegerField(help_text="Hours within which the authority is told")
    people_hours = models.PositiveSmallIntegerField(help_text="Hours within which those in danger are told, in a safe way")
    text = models.TextField(help_text="The steps, in order")
    signed_by = models.CharField(max_length=40, help_text="Staff code")
    signed_at = models.DateTimeField(default=clock.now)
    review_on = models.DateField()

    class Meta:
        ordering = ["-signed_at", "-pk"]
