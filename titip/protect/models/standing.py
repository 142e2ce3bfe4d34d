"""What the house last saw of its machine's clock."""

from datetime import timedelta

from django.db import models


class ClockSeen(models.Model):
    """One row: the moment that is believed, and how the machine's clock stands to it. See ``rules.standing``."""

    believed = models.DateTimeField(help_text="The house's own moment: it never leaps")
    told = models.DateTimeField(null=True, help_text="What the machine's clock said, where that was far off")
    stood = models.DurationField(default=timedelta, help_text="For how long it has stood there while the house ran")
    since = models.DateTimeField(null=True, help_text="The house's own moment at which it was first seen far off")
