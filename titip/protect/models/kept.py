"""What somebody had typed when her session ended: kept sealed for a day, for her alone."""

import uuid

from django.db import models

from titip.kit import clock
from titip.protect.models.staff import Staff


class KeptInput(models.Model):
    """Names the sealed draft of one form. ``path`` is where it was to be sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="kept_inputs")
    path = models.CharField(max_length=300)
    vault_id = models.UUIDField()
    kept_at = models.DateTimeField(default=clock.now, db_index=True)
