"""Sealed files attached to answers: which person, which element, what kind, how big. The content lies sealed; its name is not kept."""

from django.db import models

from titip.kit import clock
from titip.kit.ids import new_id
from titip.register.models.persons import Person


class StoredFile(models.Model):
    """One sealed file about one person. ``id`` is also its sealed file's. Not attached: it belongs to a draft, and goes with it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    element_code = models.CharField(max_length=80)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(help_text="Bytes before sealing")
    made_by = models.CharField(max_length=12)
    made_at = models.DateTimeField(default=clock.now)
    held_for = models.UUIDField(null=True, blank=True, db_index=True, help_text="The draft that brought it")
    attached_at = models.DateTimeField(null=True, blank=True, help_text="When a saved answer first named it")
