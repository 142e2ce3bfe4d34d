"""From where colleagues signed in: browsers that are known, and sign-ins that are open."""

from django.db import models

from titip.kit import clock
from titip.protect.models.staff import Staff


class Device(models.Model):
    """A browser in which a colleague finished a sign-in, second factor included. ``token`` is a hash of what its cookie holds."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="devices")
    token = models.CharField(max_length=64)
    family = models.CharField(max_length=40, help_text="Coarse, as Firefox on Android; nothing else of the browser is kept")
    first_at = models.DateTimeField(default=clock.now)
    last_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "token"], name="one_device_of_a_token")]


class OpenSession(models.Model):
    """A sign-in, by the reference that the log names it by. The session itself is sealed; one without a row here, or an ended one, is over."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="open_sessions")
    reference = models.CharField(max_length=16, unique=True)
    device = models.ForeignKey(Device, null=True, on_delete=models.SET_NULL, related_name="sessions")
    family = models.CharField(max_length=40)
    begun_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    #: Here and not in the session, which a request that began earlier writes back as it found it.
    covered_at = models.DateTimeField(null=True, help_text="Since when the screen is covered in an interview; empty: it is not")
    wrong_pins = models.PositiveSmallIntegerField(default=0)
