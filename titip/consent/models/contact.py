"""When somebody last made sure that the contact on the slip is right (S4)."""

from django.db import models

from titip.kit import clock


class ContactCheck(models.Model):
    """A look at how a person reaches whoever keeps her data. Rows are added, never changed."""

    contact = models.CharField(max_length=200, blank=True, help_text="As it was found right, or set right")
    by = models.CharField(max_length=12, help_text="Staff code")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "id"]
