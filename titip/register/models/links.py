"""Links between people, partner organisations and places (D8): rows, never lists inside an answer."""

from django.db import models

from titip.dictionary.rules.messages import gettext_noop as _
from titip.dictionary.rules.types import Certainty
from titip.kit import clock
from titip.kit.ids import new_id
from titip.register.models.persons import Person

KINDS = [
    ("family", _("Family")), ("recruited_by", _("Recruited by")), ("travelled_with", _("Travelled with")), ("served_by", _("Served by")), ("place", _("Place")),
]


class Partner(models.Model):
    """An organisation we work with."""

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=60, blank=True)
    place_code = models.CharField(max_length=40, blank=True)
    services = models.TextField(blank=True)
    made_at = models.DateTimeField(default=clock.now)


class Link(models.Model):
    """A person and another person, an organisation or a place: what they are to each other, how sure, since when."""

    KINDS = [
        ("family", "Family"), ("recruited_by", "Recruited by"), ("travelled_with", "Travelled with"), ("served_by", "Served by"), ("place", "Place"),
    ]

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=30, choices=KINDS)
    other = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="linked_from")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    place_code = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=60, blank=True)
    certainty = models.CharField(max_length=12, choices=[(c.value, c.value) for c in Certainty], default=Certainty.REPORTED)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    made_by = models.CharField(max_length=12)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["place_code"], condition=~models.Q(place_code=""), name="links_to_places")]
