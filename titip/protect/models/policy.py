"""What the organisation changed in who may do what, version by version."""

import secrets

from django.db import models

from titip.kit import clock


def new_token() -> str:
    """A random name of a version, by which a process knows whether what it read before still holds."""
    return secrets.token_hex(16)


class PolicyVersion(models.Model):
    """One version: the whole differences from the declarations. Added to, never changed; the highest number holds. None: as declared."""

    number = models.PositiveIntegerField(unique=True)
    token = models.CharField(max_length=32, default=new_token, unique=True)
    differences = models.JSONField(help_text="As rules.policy.to_json writes them")
    why = models.CharField(max_length=400)
    at = models.DateTimeField(default=clock.now)
    by_code = models.CharField(max_length=40, help_text="Staff code")
    returns_to = models.PositiveIntegerField(null=True, help_text="The earlier version whose differences these are; 0: as declared")

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"version {self.number}"
