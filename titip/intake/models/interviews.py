"""How an interview was held: privacy, interpreter, support, breaks, how long (S6, S21)."""

from django.db import models

from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit import clock
from titip.kit.ids import new_id

MODES = [
    ("in_person", _("I am with her")),
    ("phone", _("By telephone")),
    ("video", _("By video")),
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

    class Meta:
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["person", "staff", "-started_at"])]
