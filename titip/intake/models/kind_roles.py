"""Which roles see and fill in one kind of record of our own: never more than the policy says of all of them."""

from django.db import models

from titip.protect.rules.roles import ROLES


class KindRole(models.Model):
    """A role to which a kind is open. Where a kind has no such rows, it is open to every role that the policy lets in."""

    record_type = models.ForeignKey("dictionary.RecordType", on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=[(role.value, rule.label) for role, rule in ROLES.items()])
    fills = models.BooleanField(default=False, help_text="Fills in, too")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record_type", "role"], name="one_row_of_a_role_per_kind")]
