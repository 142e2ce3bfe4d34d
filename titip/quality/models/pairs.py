"""Who may be registered twice: keyed tokens, and what a human decided about two codes."""

from django.db import models

from titip.kit import clock
from titip.kit.ids import new_id


class DuplicateToken(models.Model):
    """A keyed token of a name with birth year, or of a telephone number. It tells nothing without the key."""

    KINDS = [("name", "Same name and birth year"), ("phone", "Same telephone number")]

    person = models.ForeignKey("register.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=KINDS)
    token = models.CharField(max_length=128)

    class Meta:
        indexes = [models.Index(fields=["kind", "token"])]
        constraints = [models.UniqueConstraint(fields=["person", "kind", "token"], name="one_token_of_a_kind")]


class DuplicatePair(models.Model):
    """Two codes that may be one person, because of what. ``first`` is the smaller id."""

    BANDS = [("", "Not alike"), ("probable", "Probably the same"), ("very", "Very probably the same")]
    STATES = [("open", "To be looked at"), ("same", "The same person"), ("not_same", "Not the same"), ("asked", "The custodian was asked")]

    id = models.UUIDField(primary_key=True, default=new_id)
    first = models.ForeignKey("register.Person", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("register.Person", on_delete=models.CASCADE, related_name="+")
    by_name = models.BooleanField(default=False)
    by_phone = models.BooleanField(default=False)
    by_likeness = models.BooleanField(default=False)
    band = models.CharField(max_length=8, choices=BANDS, default="", blank=True, help_text="How probable the likeness makes it")
    state = models.CharField(max_length=10, choices=STATES, default="open", db_index=True)
    found_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-found_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_pair_of_two"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="pair_in_order"),
            models.CheckConstraint(
                condition=models.Q(by_name=True) | models.Q(by_phone=True) | (models.Q(by_likeness=True) & ~models.Q(band="")), name="pair_has_a_reason",
            ),
        ]
