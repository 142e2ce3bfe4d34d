"""What was ticked for a colleague when she joined, and what she signed."""

from django.db import models

from titip.kit import clock
from titip.protect.models.staff import Staff
from titip.protect.rules.joining import LIST


class StaffCheck(models.Model):
    """One thing of the list, done. A later one takes its place; none is changed but by being taken back."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="checks")
    item = models.CharField(max_length=20, choices=[(item, words) for item, (words, _hint) in LIST.items()])
    note = models.CharField(max_length=160, blank=True)
    by_code = models.CharField(max_length=12, help_text="Staff code of whoever ticked or signed it")
    at = models.DateTimeField(default=clock.now)
    valid_until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["staff", "item"], condition=models.Q(ended_at=None), name="one_live_check_of_an_item")]
