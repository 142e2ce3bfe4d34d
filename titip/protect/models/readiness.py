"""What was shown to work: the recovery sheet, a backup, a restore drill, a breach plan. The access decision reads it."""

from django.db import models

from titip.kit import clock
from titip.protect.rules.readiness import Proof

PROOFS = [(proof.value, proof.value) for proof in Proof]


class ReadinessMark(models.Model):
    """One proof, passed or failed, and when. Added to, never changed: the newest of a kind counts for its age."""

    kind = models.CharField(max_length=20, choices=PROOFS)
    passed = models.BooleanField(default=True)
    at = models.DateTimeField(default=clock.now)
    by_code = models.CharField(max_length=40, help_text="Staff code, or the part of the system that acted")
    due_on = models.DateField(null=True, blank=True, help_text="When it has to be done again")
    detail = models.JSONField(default=dict, help_text="Counts and codes, for the page")

    class Meta:
        indexes = [models.Index(fields=["kind", "-at"], name="readiness_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {'passed' if self.passed else 'failed'}"
