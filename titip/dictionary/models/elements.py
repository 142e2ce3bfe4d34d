"""Record types, questions, purposes, code lists, elements with their versions."""

from django.db import models

from titip.dictionary.rules.types import IdentifierKind, Status
from titip.kit import clock

_NONE: list[str] = []


class RecordType(models.Model):
    """A kind of record: registration of a person, case, screening, or an organisation's own. ``subject`` says whose keys seal its answers."""

    SUBJECTS = [("person", "A person"), ("case", "A case"), ("none", "No one person")]

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    subject = models.CharField(max_length=10, choices=SUBJECTS, default="person")


class Question(models.Model):
    """A question the organisation wants to answer (S1). Elements that answer none are flagged."""

    code = models.SlugField(max_length=60, unique=True)
    text = models.TextField()
    objective = models.TextField(blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)


class Purpose(models.Model):
    """A narrow, named purpose that a person can agree to or not (S4)."""

    code = models.SlugField(max_length=40, unique=True)
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=120)
    card = models.TextField(help_text="One plain sentence for the person")
    who_sees = models.TextField(help_text="Who will see it, in plain words")
    months = models.PositiveSmallIntegerField(default=24, help_text="How long a consent lasts before it is asked again")
    external = models.BooleanField(default=False, help_text="Data leave the organisation")
    language = models.CharField(max_length=20, default="en", help_text="The language of the words above (BCP 47)")
    texts = models.JSONField(default=dict, help_text="Words in other languages: see rules.cards")
    sounds = models.JSONField(default=dict, help_text="Recordings by language: see rules.cards")


class CodeList(models.Model):
    """A list of allowed values, shared by elements."""

    code = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160, blank=True)
    source = models.CharField(max_length=160, blank=True)


class CodeListItem(models.Model):
    """An allowed value. Its code never changes; it is retired, never deleted."""

    code_list = models.ForeignKey(CodeList, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=120)
    label = models.CharField(max_length=255)
    parent = models.CharField(max_length=120, blank=True, help_text="Code of the wider value, for hierarchies and recoding")
    retired = models.BooleanField(default=False)
    htcds = models.CharField(max_length=120, blank=True)
    ctdc = models.CharField(max_length=120, blank=True)
    translations = models.JSONField(default=dict, blank=True, help_text="Language code to label")

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["code_list", "code"], name="one_code_in_list")]


class Element(models.Model):
    """A data element: an immutable code within a record type. Everything else about it is versioned."""

    code = models.CharField(max_length=80, unique=True)
    record_type = models.ForeignKey(RecordType, on_delete=models.PROTECT, related_name="elements")
    made_at = models.DateTimeField(default=clock.now)


class ElementVersion(models.Model):
    """What an element is, from one moment on. Never changed once a dictionary version holds it."""

    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Status], default=Status.ACTIVE)
    type = models.CharField(max_length=20, help_text="An ElementType: checked when it is read, so that a new type needs no migration")
    # Words (English; others in ElementText)
    label = models.CharField(max_length=255)
    definition = models.TextField(blank=True)
    question_text = models.TextField(blank=True, help_text="As asked of a person")
    indirect_text = models.TextField(blank=True, help_text="A gentler, indirect way to ask")
    hint = models.TextField(blank=True)
    why = models.TextField(blank=True, help_text="Why we ask, shown beside the question")
    # Values
    unit = models.CharField(max_length=40, blank=True)
    minimum_value = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    maximum_value = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    max_length = models.PositiveIntegerField(null=True, blank=True)
    pattern = models.CharField(max_length=255, blank=True)
    pattern_hint = models.CharField(max_length=255, blank=True)
    code_list = models.ForeignKey(CodeList, on_delete=models.PROTECT, null=True, blank=True, related_name="used_by")
    required = models.BooleanField(default=False, help_text="Must be answered; 'prefer not to say' and 'not known' are answers")
    missing_codes = models.JSONField(default=list, blank=True)
    relevant = models.TextField(blank=True, help_text="Skip rule: asked only where this holds")
    constraint = models.TextField(blank=True)
    constraint_message = models.TextField(blank=True)
    calculation = models.TextField(blank=True)
    repeats = models.BooleanField(default=False)
    inside = models.CharField(max_length=80, blank=True, help_text="Code of the repeated group that it is part of")
    certainty_asked = models.BooleanField(default=False)
    source_asked = models.BooleanField(default=False)
    # Protection
    risk = models.CharField(max_length=10, choices=[(r, r) for r in ("low", "medium", "high", "identity")], default="high")
    risk_confirmed = models.BooleanField(default=True, help_text="False: proposed by an import, to be confirmed by the data steward")
    identifier = models.CharField(max_length=20, choices=[(k.value, k.value or "none") for k in IdentifierKind], blank=True, default="")
    never_by_default = models.BooleanField(default=False)
    minimum = models.BooleanField(default=False, help_text="May be held without grounds")
    heavy = models.BooleanField(default=False, help_text="Shown after a deliberate click (E4)")
    offline_allowed = models.BooleanField(default=False)
    searchable = models.BooleanField(default=False)
    purposes = models.ManyToManyField(Purpose, related_name="elements", blank=True)
    questions = models.ManyToManyField(Question, related_name="elements", blank=True)
    retention_months = models.PositiveIntegerField(null=True, blank=True)
    # Release
    quasi_identifier = models.BooleanField(default=False)
    sensitive = models.BooleanField(default=False)
    generalise = models.CharField(max_length=40, blank=True, help_text="How it is recoded for release: bands, year, parent, …")
    # Standards
    htcds = models.CharField(max_length=120, blank=True)
    ctdc = models.CharField(max_length=120, blank=True)
    ic_tip = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=160, blank=True, help_text="Where the declaration comes from")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["element_id", "number"]
        constraints = [models.UniqueConstraint(fields=["element", "number"], name="one_number_per_element")]


class ElementText(models.Model):
    """The words of an element version in another language; ours are marked unreviewed until a speaker has read them."""

    version = models.ForeignKey(ElementVersion, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12)
    label = models.CharField(max_length=255, blank=True)
    definition = models.TextField(blank=True)
    question_text = models.TextField(blank=True)
    indirect_text = models.TextField(blank=True)
    hint = models.TextField(blank=True)
    why = models.TextField(blank=True)
    reviewed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "language"], name="one_text_per_language")]
