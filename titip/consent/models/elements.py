"""Her agreement to one answer of the never-by-default class, for one kind of recipient and one purpose, after advice (X12)."""

from django.db import models

from titip.kit import clock
from titip.kit.ids import new_id
from titip.protect.rules.agreeing import RECIPIENTS


class ElementAgreement(models.Model):
    """One yes to one question. Nothing about it is changed but its end."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey("register.Person", on_delete=models.CASCADE, related_name="+")
    element_code = models.CharField(max_length=80)
    recipient = models.CharField(max_length=12, choices=list(RECIPIENTS.items()))
    purpose = models.CharField(max_length=40)
    advised_by = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+", help_text="Who explained to her what may follow")
    given_at = models.DateTimeField(default=clock.now)
    valid_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=12, blank=True, help_text="Staff code")

    class Meta:
        ordering = ["given_at", "id"]
        indexes = [models.Index(fields=["element_code", "recipient", "purpose"], condition=models.Q(ended_at=None), name="standing_agreements")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "element_code", "recipient", "purpose"], condition=models.Q(ended_at=None), name="one_agreement_of_a_kind",
            ),
        ]
