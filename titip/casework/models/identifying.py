"""Determinations: who was identified as what, by whom, under which law. They are a list: none overwrites another."""

from django.db import models

from titip.casework.models.cases import Case
from titip.casework.rules.identifying import BODIES, OUTCOMES, RELATIONS
from titip.casework.rules.instruments import MODES
from titip.kit import clock
from titip.kit.ids import new_id


class Law(models.Model):
    """A law's text as it stood: never changed. A new version is a new row, and decisions keep theirs."""

    id = models.UUIDField(primary_key=True, default=new_id)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1, empty for an international text")
    name = models.CharField(max_length=200)
    articles = models.CharField(max_length=120)
    version = models.CharField(max_length=80, help_text="As amended by what, or the day of this wording")
    in_force = models.DateField(help_text="From which day this wording holds")
    text = models.TextField(max_length=20_000)
    source = models.CharField(max_length=300)
    made_by = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["country", "name", "-in_force", "-made_at"]
        constraints = [models.UniqueConstraint(fields=["country", "name", "articles", "version"], name="one_text_of_a_law_version")]

    def __str__(self) -> str:
        return f"{self.name}, {self.articles} ({self.version})"


class Determination(models.Model):
    """One assessment and what was decided. Open while ``decided_at`` is empty, and its author's alone; never changed afterwards.

    What was ticked, what shows it, the checklist, the reasons and the decider lie in the vault under the person's key.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="determinations")
    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+")
    tool = models.CharField(max_length=20, help_text="Which list of questions, for validation; empty: another body's decision, recorded")
    version = models.CharField(max_length=20)
    child = models.BooleanField(help_text="Under 18 or in doubt when it began")
    earlier = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="later")
    relation = models.CharField(max_length=8, blank=True, choices=[(r.value, label) for r, label in RELATIONS.items()])
    law = models.ForeignKey(Law, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    body = models.CharField(max_length=12, blank=True, choices=[(b.value, label) for b, label in BODIES.items()])
    outcome = models.CharField(max_length=16, blank=True, choices=[(o.value, label) for o, label in OUTCOMES.items()])
    decided_on = models.DateField(null=True, blank=True)
    began_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    vault_id = models.UUIDField(unique=True)
    basis_id = models.UUIDField(help_text="The grounds it was kept under")

    class Meta:
        ordering = ["-began_at", "-id"]
        indexes = [models.Index(fields=["case", "-began_at"])]
        constraints = [
            models.UniqueConstraint(fields=["case", "person", "author"], condition=models.Q(decided_at=None), name="one_open_assessment_of_a_colleague"),
            models.CheckConstraint(
                condition=models.Q(decided_at=None, outcome="", body="", decided_on=None)
                | (models.Q(decided_at__isnull=False, decided_on__isnull=False) & ~models.Q(outcome="") & ~models.Q(body="")),
                name="a_decision_says_what_by_whom_and_when",
            ),
        ]


class Tool(models.Model):
    """A version of an organisation's own instrument, as it was loaded. Never changed; a retired one is no longer offered."""

    id = models.UUIDField(primary_key=True, default=new_id)
    title = models.CharField(max_length=500)
    version = models.CharField(max_length=500)
    licence = models.CharField(max_length=500)
    content = models.JSONField(help_text="The instrument as rules.instruments.Instrument.as_json writes it")
    made_by = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["title", "-made_at"]
        constraints = [models.UniqueConstraint(fields=["title", "version"], name="one_text_of_a_tool_version")]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"


class ToolUse(models.Model):
    """One colleague's filling of a tool about one person: its answers lie in the vault under the person's key; the result is kept for validation."""

    id = models.UUIDField(primary_key=True, default=new_id)
    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="uses")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    seconds = models.PositiveIntegerField(null=True, help_text="From opening the page to sending it")
    result = models.CharField(max_length=8)
    mode = models.CharField(max_length=12, blank=True, choices=list(MODES.items()), help_text="How it was asked; empty: not said (before this was asked)")
    language = models.CharField(max_length=12, blank=True, help_text="In which language the questions were shown")
    vault_id = models.UUIDField(unique=True)
    basis_id = models.UUIDField(help_text="The grounds it was kept under")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["case", "-at"])]
