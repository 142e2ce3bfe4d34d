"""A person's emergency card: her words lie in the vault under her key; here stands who wrote it down and whom she lets open it."""

from django.db import models

from titip.kit import clock
from titip.kit.ids import new_id


class EmergencyCard(models.Model):
    """One version. A new one ends the one before; at most one is live for each person."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    on_duty = models.BooleanField(default=False, help_text="She agreed that any colleague on duty opens it; otherwise only those who work with her")
    read_back = models.BooleanField(default=False, help_text="It was read back to her")
    vault_id = models.UUIDField(unique=True)
    basis_id = models.UUIDField(help_text="The grounds it was kept under")

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["person"], condition=models.Q(ended_at=None), name="one_live_emergency_card")]
