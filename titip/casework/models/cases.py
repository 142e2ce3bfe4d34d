"""Cases, who works on them, and who takes part in them and how."""

from django.db import models

from titip.casework.rules.closing import REASONS
from titip.casework.rules.states import STATES, State
from titip.casework.rules.words import PARTS
from titip.dictionary.rules.types import Certainty
from titip.kit import clock
from titip.kit.codes import new_code
from titip.kit.ids import new_id


def new_case_code() -> str:
    """A code that says "case" and nothing more."""
    return new_code("C")


class Case(models.Model):
    """What we do together with one or more people. What a check reads stands in columns."""

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=12, unique=True, default=new_case_code)
    state = models.CharField(max_length=20, choices=[(s.value, rule.label) for s, rule in STATES.items()], default=State.DRAFT)
    owner = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("protect.Team", on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=20, blank=True, choices=[(r.value, label) for r, label in REASONS.items()], help_text="Why it was closed")

    class Meta:
        ordering = ["-opened_at", "-id"]
        indexes = [models.Index(fields=["owner", "state"]), models.Index(fields=["team", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=State.CLOSED, closed_at__isnull=False) | (~models.Q(state=State.CLOSED) & models.Q(closed_at=None)),
                name="closed_case_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CaseAssignment(models.Model):
    """A colleague who works on the case besides its owner."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assignments")
    staff = models.ForeignKey("protect.Staff", on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [models.Index(fields=["staff", "until"])]
        constraints = [models.UniqueConstraint(fields=["case", "staff"], condition=models.Q(until=None), name="one_live_case_assignment")]


class Participation(models.Model):
    """A person in a case: in which part, how sure, from when to when. Several of each part, and several parts of one person (D8)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=[(p.value, label) for p, label in PARTS.items()])
    certainty = models.CharField(max_length=12, choices=[(c.value, c.value) for c in Certainty], default=Certainty.REPORTED)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [models.UniqueConstraint(fields=["case", "person", "role"], condition=models.Q(until=None), name="one_live_part_of_a_kind")]
