"""Persons: a code, never a name."""

from django.db import models

from titip.kit import clock
from titip.kit.codes import new_code
from titip.kit.ids import new_id


def new_person_code() -> str:
    """A pseudonymous code with a check character (X2)."""
    return new_code()


class Person(models.Model):
    """Someone whose data we keep in trust. Her name lives in the vault, and only with grounds."""

    AGE = [("adult", "18 or older"), ("child", "Under 18"), ("doubt", "In doubt: treated as under 18")]

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=12, unique=True, default=new_person_code)
    pseudonym = models.CharField(max_length=60, blank=True, help_text="A name she chose for herself; shown on screens beside the code")
    age_status = models.CharField(max_length=6, choices=AGE, default="doubt", help_text="Age in doubt counts as under 18 (S5)")
    owner = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("protect.Team", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(fields=["owner", "-made_at"]), models.Index(fields=["team", "-made_at"]),
            models.Index(fields=["-made_at", "-id"], name="people_newest"),
            models.Index(fields=["pseudonym"], condition=~models.Q(pseudonym=""), name="people_by_chosen_name"),
        ]

    def __str__(self) -> str:
        return self.code


class Assignment(models.Model):
    """A colleague who works with this person besides the owner."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="assignments")
    staff = models.ForeignKey("protect.Staff", on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)
    by_code = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [models.Index(fields=["staff", "until"])]
