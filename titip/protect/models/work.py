"""Work in the background: what repeats and when it is due, what runs, what ran and how it ended."""

from django.db import models

from titip.kit import clock
from titip.kit.ids import new_id
from titip.protect.models.staff import Staff
from titip.protect.rules.work import State


class Schedule(models.Model):
    """When a repeating job is due next. What it does, and how often, stands in the code."""

    job = models.CharField(max_length=60, primary_key=True)
    next_due = models.DateTimeField()


class Work(models.Model):
    """One piece of work: asked for by a colleague, or by the schedule. Its arguments are ids; its outcome is counts."""

    id = models.UUIDField(primary_key=True, default=new_id)
    job = models.CharField(max_length=60)
    ids = models.JSONField(default=dict)
    key = models.CharField(max_length=200, blank=True, help_text="One open piece of work of a job for each key: nothing runs twice at once")
    asked_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    actor_code = models.CharField(max_length=40, help_text="Staff code, or schedule")
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State], default=State.WAITING)
    due_at = models.DateTimeField()
    made_at = models.DateTimeField(default=clock.now)
    queued = models.CharField(max_length=36, blank=True, help_text="Under which id the queue has it; empty: not yet, or given back")
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True, help_text="Since when it waits, or had waited, for the server to be unlocked")
    attempts = models.PositiveSmallIntegerField(default=0)
    runner = models.CharField(max_length=40, blank=True, help_text="Which worker holds it")
    lease_until = models.DateTimeField(null=True, help_text="Past this the worker is taken for dead")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    cancel_asked_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)
    fault = models.CharField(max_length=200, blank=True, help_text="Code, class and place of what went wrong last; never its message")

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(ended_at=None), name="work_open"),
            models.Index(fields=["job", "-ended_at"], name="work_by_job"),
            models.Index(fields=["asked_by", "-made_at"], name="work_by_asker"),
            models.Index(fields=["-made_at"], name="work_newest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["job", "key"], condition=models.Q(ended_at=None), name="one_open_work_of_a_kind"),
            models.CheckConstraint(
                condition=models.Q(state__in=[State.WAITING, State.RUNNING], ended_at=None)
                | models.Q(state__in=[State.DONE, State.FAILED, State.CANCELLED], ended_at__isnull=False),
                name="ended_work_has_a_time",
            ),
        ]
