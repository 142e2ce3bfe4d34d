"""How an interview was held: privacy, interpreter, support, breaks, how long (S6, S21)."""

from django.db import models

from titip.dictionary.rules.messages import gettext_noop as _
from titip.intake.rules.stepping import LAYOUTS, ONE
from titip.kit import clock
from titip.kit.ids import new_id

MODES = [
    ("in_person", _("I am with her")),
    ("phone", _("By telephone")),
    ("hotline", _("On the hotline")),
    ("video", _("By video")),
    ("online", _("Online, in writing")),
    ("paper", _("From a paper form")),
    ("correction", _("I correct or add something without asking her")),
]
INTERPRETERS = [("none", _("No interpreter is needed")), ("present", _("An interpreter is in the room")), ("phone", _("An interpreter by telephone"))]
INTERPRETS = [
    ("trained", _("A trained interpreter")), ("colleague", _("A colleague")), ("volunteer", _("A volunteer whom we know")),
    ("court", _("A court's interpreter")), ("relative", _("A relative, a partner or a friend of the family")),
    ("employer", _("An employer, an agent or a colleague from the workplace")),
    ("feared", _("Somebody whom she may fear, such as a person from the same place")),
]
SUPPORT = [("arranged", _("Somebody is there for her afterwards")), ("offered", _("Offered; she does not want it")), ("none", _("Nobody can be there today"))]


class Interview(models.Model):
    """One sitting with one person. What was said is not here."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey("register.Person", on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+")
    form_code = models.CharField(max_length=80)
    mode = models.CharField(max_length=12, choices=MODES)
    language = models.CharField(max_length=60, blank=True)
    private_place = models.BooleanField(default=False)
    interpreter = models.CharField(max_length=10, choices=INTERPRETERS, default="none")
    interpreter_accepted = models.BooleanField(default=False)
    interpreter_role = models.CharField(max_length=10, choices=INTERPRETS, blank=True)
    support = models.CharField(max_length=10, choices=SUPPORT, blank=True)
    distress_seen = models.BooleanField(default=False)
    breaks = models.PositiveSmallIntegerField(default=0)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_seconds = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    layout = models.CharField(max_length=8, choices=LAYOUTS, blank=True, help_text="One question a page, or a whole section; blank: as the house says")
    form_version = models.PositiveIntegerField(null=True, help_text="Number of the dictionary that the form was of; none before this was kept")
    spent = models.JSONField(default=dict, help_text="Seconds of asking by the title of the section, without breaks and silences")
    halts = models.JSONField(default=dict, help_text="How often it was halted in a section: {title: {break: n, stop: n}}")

    class Meta:
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["person", "staff", "-started_at"])]


class HouseWay(models.Model):
    """How questions come where a colleague has not chosen: one row at most."""

    layout = models.CharField(max_length=8, choices=LAYOUTS, default=ONE)


class Refused(models.Model):
    """How often a save was refused because of one question: a count, of nobody, without any value (S16)."""

    form_code = models.CharField(max_length=80)
    form_version = models.PositiveIntegerField(help_text="Number of the dictionary that the form was of")
    mode = models.CharField(max_length=12)
    element_code = models.CharField(max_length=80)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form_code", "form_version", "mode", "element_code"], name="one_count_of_refusals")]
