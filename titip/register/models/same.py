"""That two codes are one person: who decided it, when, and when it was taken back."""

from django.db import models

from titip.kit import clock
from titip.kit.ids import new_id
from titip.register.models.persons import Person


class SamePerson(models.Model):
    """One row, and nothing else is moved or rewritten: each code keeps its records, consents, keys and log. Never removed, only ended."""

    REASONS = [("two_people", "They are two people"), ("not_sure", "It is not sure any more")]

    id = models.UUIDField(primary_key=True, default=new_id)
    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kept = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", help_text="The code she is to be shown under; one of hers")
    made_by = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True, db_index=True)
    ended_by = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    ended_reason = models.CharField(max_length=12, blank=True, choices=REASONS)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="same_person_in_order"),
            models.UniqueConstraint(fields=["one", "other"], condition=models.Q(ended_at=None), name="said_once_that_two_are_one"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None, ended_reason="")
                | (models.Q(ended_at__isnull=False, ended_by__isnull=False) & ~models.Q(ended_reason="")),
                name="ended_by_somebody_for_a_reason",
            ),
        ]
