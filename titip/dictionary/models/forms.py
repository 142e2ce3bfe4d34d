"""Forms place elements; they never declare them."""

from django.db import models

from titip.dictionary.models.elements import Element, RecordType


class Form(models.Model):
    """An ordered choice of elements of one record type, under a heading."""

    code = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160)
    record_type = models.ForeignKey(RecordType, on_delete=models.PROTECT, related_name="forms")
    instructions = models.TextField(blank=True, help_text="Shown to the interviewer before the first question")
    version_label = models.CharField(max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    retired = models.BooleanField(default=False)


class Placement(models.Model):
    """One element on one form: where it stands and nothing else."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="placements")
    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="placements")
    order = models.PositiveIntegerField(default=0)
    section = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["form", "element"], name="once_on_a_form")]
