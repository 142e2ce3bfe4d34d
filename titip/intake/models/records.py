"""Records of the organisation's own kinds: their codes, how they were collected, whom and what they are linked to."""

from django.db import models

from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit import clock
from titip.kit.codes import new_code
from titip.kit.ids import new_id

WAYS = [
    ("in_person", _("In person")), ("phone", _("By telephone")), ("hotline", _("On the hotline")), ("online", _("Online")), ("paper", _("From a paper form")),
    ("observed", _("Only by looking")),
]  # fmt: skip


def new_record_code() -> str:
    """A code with a check character: R and what was drawn."""
    return new_code("R")


class OwnRecord(models.Model):
    """One visit, hearing, call or household: what a list reads of it. The answers stand in its record."""

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.OneToOneField("register.Record", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=12, unique=True, default=new_record_code)
    form_code = models.CharField(max_length=80)
    mode = models.CharField(max_length=12, choices=WAYS, default="in_person")
    seconds = models.PositiveIntegerField(null=True, help_text="From opening the empty form to its first save")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["-at", "-id"], name="own_records_newest")]


class OwnLink(models.Model):
    """That a record concerns a person (by code), an organisation we work with, or a place. One of the three."""

    id = models.UUIDField(primary_key=True, default=new_id)
    own = models.ForeignKey(OwnRecord, on_delete=models.CASCADE, related_name="links")
    person = models.ForeignKey("register.Person", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    partner = models.ForeignKey("register.Partner", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    place_code = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=60, blank=True)
    made_by = models.CharField(max_length=12)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["made_at", "id"]
