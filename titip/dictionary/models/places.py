"""An organisation's own places, beside those that come with Titip."""

from django.db import models

from titip.kit import clock


class PlaceList(models.Model):
    """A list that was brought in. What came with it stands until a later list brings the same code again."""

    name = models.CharField(max_length=120)
    source = models.CharField(max_length=200, blank=True, help_text="Whose list it is, and under which terms it may be used")
    file_sha256 = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=20)

    class Meta:
        ordering = ["-pk"]


class OwnPlace(models.Model):
    """One place of an organisation's list. Its code never changes and is never given to another place: answers hold it."""

    place_list = models.ForeignKey(PlaceList, on_delete=models.PROTECT, related_name="places")
    order = models.PositiveIntegerField()
    code = models.CharField(max_length=40, unique=True)
    parent = models.CharField(max_length=40, blank=True)
    level = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=200)
    native = models.CharField(max_length=200, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    also = models.CharField(max_length=200, blank=True)
