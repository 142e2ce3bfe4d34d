"""What was done for a person in a case: notes, and services offered."""

from django.db import models

from titip.casework.models.cases import Case
from titip.casework.rules.words import ACCEPTED, Accepted
from titip.kit import clock
from titip.kit.ids import new_id


class CaseNote(models.Model):
    """A note about one person. Its text lies in the vault under her key; a correction is a new note."""

    id = models.UUIDField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    heavy = models.BooleanField(default=False, help_text="Describes harm: shown after a deliberate click (E4)")
    vault_id = models.UUIDField(unique=True)
    basis_id = models.UUIDField(help_text="The grounds it was kept under")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["case", "-at"])]


class ServiceOffered(models.Model):
    """A service offered to a person, what she said, who gives it, and when it ended."""

    id = models.UUIDField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="services")
    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=80, help_text="A code of the dictionary's list of services")
    provider = models.ForeignKey("register.Partner", on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: ourselves")
    offered_at = models.DateTimeField(default=clock.now)
    offered_by = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+")
    accepted = models.CharField(max_length=8, choices=[(a.value, label) for a, label in ACCEPTED.items()], default=Accepted.NOT_YET)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["offered_at", "id"]
        indexes = [models.Index(fields=["person", "ended_at"])]
