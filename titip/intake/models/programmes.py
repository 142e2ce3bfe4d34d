"""Campaigns and programmes: what was done, and how many came. Nobody is named but for a reason and with her consent."""

from django.db import models

from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit import clock
from titip.kit.ids import new_id

KINDS = [
    ("session", _("Talk or session")), ("training", _("Training")), ("outreach", _("Outreach in the street or at a workplace")),
    ("media", _("Radio, poster, online")), ("visit", _("Visit")), ("other", _("Something else")),
]  # fmt: skip
SEXES = [("female", _("Women and girls")), ("male", _("Men and boys")), ("other", _("Other")), ("unknown", _("Not known"))]
AGES = [("child", _("Under 18")), ("young", _("18 to 24")), ("adult", _("25 to 59")), ("older", _("60 or older")), ("unknown", _("Not known"))]


class Programme(models.Model):
    """A campaign or programme."""

    SORTS = [("campaign", _("Campaign")), ("programme", _("Programme"))]

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=160, unique=True)
    sort = models.CharField(max_length=10, choices=SORTS, default="programme")
    aim = models.TextField(blank=True)
    began = models.DateField()
    ended = models.DateField(null=True, blank=True)
    team = models.ForeignKey("protect.Team", on_delete=models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-began", "name"]


class Activity(models.Model):
    """One thing that was done: when, where, what kind."""

    id = models.UUIDField(primary_key=True, default=new_id)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="activities")
    day = models.DateField(db_index=True)
    kind = models.CharField(max_length=10, choices=KINDS)
    place_code = models.CharField(max_length=40, blank=True)
    place_words = models.CharField(max_length=120, blank=True)
    made_by = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True, help_text="Written by mistake: counted no more")

    class Meta:
        ordering = ["-day", "-made_at"]


class ActivityCount(models.Model):
    """How many of one sex and age band came."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="counts")
    sex = models.CharField(max_length=8, choices=SEXES)
    age = models.CharField(max_length=8, choices=AGES)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "sex", "age"], name="one_count_of_sex_with_age")]


class ActivityPerson(models.Model):
    """A registered person who came, by code: with the reason why it must be known, under a consent that was live."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey("register.Person", on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=200)
    made_by = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "person"], name="once_at_an_activity")]
