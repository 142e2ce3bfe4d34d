"""Invitations: a short code, told in person, by which a colleague chooses her own passphrase. Only its keyed token is kept."""

from datetime import datetime

from django.db import models

from titip.kit import clock
from titip.protect.models.staff import Staff


class Invitation(models.Model):
    """One code for one colleague, for one use and a short time."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="invitations")
    token = models.CharField(max_length=64, unique=True, help_text="Keyed by the keyring: without it a stolen database tells no code")
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"invitation of {self.staff.code}"

    def open_at(self, now: datetime) -> bool:
        """Whether the code still works."""
        return self.used_at is None and self.revoked_at is None and now < self.expires_at
