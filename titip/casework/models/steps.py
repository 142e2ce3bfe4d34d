"""What moved a case, what is due, and what was approved."""

from typing import Any, NoReturn

from django.db import models

from titip.casework.models.cases import Case
from titip.casework.rules.states import STATES, STEP_KINDS
from titip.kit import clock
from titip.kit.ids import new_id
from titip.protect.rules.roles import ROLES, Role

_STATES = [(state.value, rule.label) for state, rule in STATES.items()]


class WrittenOnce(TypeError):
    """A transition was to be changed or removed."""


class _Written(models.QuerySet[Any]):
    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise WrittenOnce("transitions are added, never changed")

    def delete(self) -> NoReturn:
        """Refuse."""
        raise WrittenOnce("transitions are added, never removed")


class Transition(models.Model):
    """A case moved: from where to where, by whom, why, when. Added, never changed."""

    id = models.UUIDField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="transitions")
    before = models.CharField(max_length=20, choices=_STATES, blank=True, help_text="Empty where the case was opened")
    after = models.CharField(max_length=20, choices=_STATES)
    actor = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock.now)

    objects = _Written.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="transition_has_a_reason")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row. Raises WrittenOnce where it stands already."""
        if not self._state.adding:
            raise WrittenOnce("transitions are added, never changed")
        super().save(**{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise WrittenOnce("transitions are added, never removed")


class Step(models.Model):
    """Something to be done on a case by a role, never by a person (S2), and by when."""

    id = models.UUIDField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=30, choices=list(STEP_KINDS.items()))
    role = models.CharField(max_length=20, choices=[(r.value, ROLES[r].label) for r in Role])
    due_on = models.DateField()
    made_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["role", "due_on"], condition=models.Q(done_at=None), name="steps_due_by_role"),
            models.Index(fields=["case", "due_on", "id"], condition=models.Q(done_at=None), name="next_step_of_a_case"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at=None, done_by=None) | models.Q(done_at__isnull=False, done_by__isnull=False), name="done_step_has_a_doer",
            ),
        ]


class Approval(models.Model):
    """Something asked for by one colleague and decided by another: who asks never approves."""

    OUTCOMES = [("", "Waiting"), ("approved", "Approved"), ("rejected", "Not approved")]

    id = models.UUIDField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="approvals")
    kind = models.CharField(max_length=20, default="closure", choices=[("closure", "Closing")])
    asked_by = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    reason = models.CharField(max_length=20, help_text="Code of the reason")
    note = models.CharField(max_length=200, blank=True)
    decided_by = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, blank=True, choices=OUTCOMES)
    decision_note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("asked_by")), name="who_asks_never_approves"),
            models.UniqueConstraint(fields=["case", "kind"], condition=models.Q(outcome=""), name="one_waiting_approval_of_a_kind"),
            models.CheckConstraint(
                condition=models.Q(outcome="", decided_by=None, decided_at=None)
                | (~models.Q(outcome="") & models.Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="decision_has_a_decider",
            ),
        ]
