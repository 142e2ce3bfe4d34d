"""A glass that was broken: who opened what outside her scope, why, until when, and what a supervisor said of it afterwards."""

from django.db import models

from titip.kit import clock
from titip.kit.ids import new_id
from titip.protect.models.staff import Staff, Team


class Glass(models.Model):
    """One asking. ``thing`` is empty where nothing was opened: the code typed is not kept, for it may be somebody else's with a slip."""

    KINDS = [("person", "A person's record"), ("case", "A case"), ("card", "An emergency card"), ("nothing", "Nothing was opened")]
    VERDICTS = [("", "Waits for a review"), ("right", "It was right"), ("not_right", "It was not")]

    id = models.UUIDField(primary_key=True, default=new_id)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=KINDS)
    thing = models.CharField(max_length=36, blank=True, help_text="Id of what was opened")
    code = models.CharField(max_length=12, blank=True, help_text="Its code")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+", help_text="Whose supervisors review it; empty: every supervisor")
    reason = models.CharField(max_length=20)
    words = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=10, blank=True, choices=VERDICTS)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-opened_at", "-id"]
        indexes = [
            models.Index(fields=["staff", "-opened_at"], name="glass_by_staff"),
            models.Index(fields=["-opened_at"], condition=models.Q(verdict="") & ~models.Q(kind="nothing"), name="glass_to_review"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(reviewed_by=None) | ~models.Q(reviewed_by=models.F("staff")), name="nobody_reviews_her_own_glass"),
            models.CheckConstraint(
                condition=models.Q(verdict="", reviewed_by=None, reviewed_at=None)
                | (~models.Q(verdict="") & models.Q(reviewed_by__isnull=False, reviewed_at__isnull=False)),
                name="glass_review_has_a_reviewer",
            ),
        ]
