"""The audit chain: who did what to whom, when and for what purpose; never a value, never a name."""

from typing import Any, NoReturn

from django.db import models

OUTCOMES = [("ok", "Done"), ("refused", "Refused"), ("failed", "Failed")]


class AppendOnly(TypeError):
    """A row of the audit chain was to be changed or removed."""


class AppendOnlyRows(models.QuerySet[Any]):
    """Rows that are added and read, not changed or removed."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly("the audit chain is added to, never changed")

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnly("the audit chain is added to, nothing is removed")


class _Appended(models.Model):
    """A row that cannot be saved twice or deleted by our own code. Whoever writes past our code is found by ``verify``."""

    objects = AppendOnlyRows.as_manager()

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        """Write the row. Raises AppendOnly where it stands already."""
        if not self._state.adding:
            raise AppendOnly("the audit chain is added to, never changed")
        super().save(**{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly("the audit chain is added to, nothing is removed")


class AuditEvent(_Appended):
    """One link of the chain."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True, help_text="UTC, when it was chained")
    kind = models.CharField(max_length=60, db_index=True, help_text="The action's registered name: room.verb")
    outcome = models.CharField(max_length=8, choices=OUTCOMES)
    actor_code = models.CharField(max_length=40, db_index=True, help_text="Staff code, or the part of the system that acted")
    session = models.CharField(max_length=40, blank=True, help_text="Reference to the sign-in, not its key")
    purpose = models.CharField(max_length=60, blank=True, help_text="Purpose code")
    detail = models.JSONField(default=dict, help_text="Codes, counts, element codes")
    prev_hash = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.outcome}"


class AuditSubject(_Appended):
    """One thing that an event was about: a person, a record, a case, a release."""

    event = models.ForeignKey(AuditEvent, on_delete=models.PROTECT, related_name="subjects")
    kind = models.CharField(max_length=30)
    subject = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "kind", "subject"], name="subject_once_per_event")]
        indexes = [models.Index(fields=["kind", "subject"], name="audit_by_subject")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.subject}"


class AuditCheckpoint(_Appended):
    """A signature over the chain up to one event, every thousand events and at each lock."""

    seq = models.BigIntegerField(primary_key=True)
    mac = models.CharField(max_length=64)
    at = models.DateTimeField()
    signature = models.CharField(max_length=128)


class AuditHead(models.Model):
    """The one row that says where the chain ends, so that two appends never take the same place."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    mac = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_audit_head")]
