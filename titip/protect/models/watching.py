"""What the watch keeps: its limits, whose records a colleague opened today, alarms, and the weekly digests."""

from django.db import models

from titip.kit import clock
from titip.kit.ids import new_id
from titip.protect.rules.watching import KINDS


class WatchRules(models.Model):
    """The one row of limits, hours and addresses that the organisation set."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    opens = models.PositiveSmallIntegerField(default=6, help_text="First hour of work, 0 to 23")
    closes = models.PositiveSmallIntegerField(default=22, help_text="Hour at which work ends; the same as opens: all day")
    alarm_after = models.PositiveIntegerField(default=100, help_text="People whose records one colleague opens in a day before an alarm")
    stop_after = models.PositiveIntegerField(default=300, help_text="People in a day before she is stopped")
    second_place = models.CharField(max_length=300, blank=True, help_text="A folder to which weekly anchors are copied")
    mail_to = models.EmailField(blank=True, help_text="Who gets the weekly digest; empty: nobody")
    mail_also = models.EmailField(blank=True)
    seen = models.BigIntegerField(default=0, help_text="Up to which entry the log was watched")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_row_of_watch_rules")]


class OpenedToday(models.Model):
    """One person, record or file whose key a colleague used on a day: counted, then forgotten two days later."""

    staff_code = models.CharField(max_length=40)
    day = models.DateField()
    owner = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff_code", "day", "owner"], name="opened_once_a_day")]


class Alarm(models.Model):
    """One alarm for a colleague, a kind and a day, with how often. ``staff_code`` is a staff code or a part of the system."""

    id = models.UUIDField(primary_key=True, default=new_id)
    staff_code = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in KINDS])
    day = models.DateField()
    count = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField(default=clock.now)
    last_at = models.DateTimeField(default=clock.now)
    looked_at = models.DateTimeField(null=True)
    looked_by = models.CharField(max_length=12, blank=True, help_text="Staff code")
    why = models.CharField(max_length=12, blank=True)
    allowed = models.PositiveSmallIntegerField(default=0, help_text="How often she was let go on")

    class Meta:
        ordering = ["-day", "-last_at"]
        constraints = [models.UniqueConstraint(fields=["staff_code", "kind", "day"], name="one_alarm_a_day")]


class Digest(models.Model):
    """A weekly digest that was made: its anchor, its counts, and what became of its copies."""

    week = models.CharField(max_length=8, primary_key=True)
    anchor = models.CharField(max_length=40)
    made_at = models.DateTimeField(default=clock.now)
    counts = models.JSONField(default=dict)
    file = models.CharField(max_length=20, blank=True, help_text="Why the file could not be written; ok")
    copied = models.CharField(max_length=20, blank=True)
    mailed = models.CharField(max_length=20, blank=True)
