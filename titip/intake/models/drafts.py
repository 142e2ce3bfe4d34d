"""What was typed and not yet saved: sealed, with a key of its own that expires."""

from django.db import models

from titip.kit import clock
from titip.kit.ids import new_id


class Draft(models.Model):
    """One colleague's unfinished form about one person. Its content lies in the vault; it is no version and is destroyed by a save."""

    id = models.UUIDField(primary_key=True, default=new_id)
    staff = models.ForeignKey("protect.Staff", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("register.Person", on_delete=models.CASCADE, related_name="+")
    form_code = models.CharField(max_length=80)
    base_number = models.PositiveIntegerField(help_text="The version of the record that the form was filled from")
    vault_id = models.UUIDField(help_text="The sealed content")
    made_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(db_index=True)
    discarded_at = models.DateTimeField(null=True, blank=True, help_text="Thrown away; destroyed half a minute later")

    class Meta:
        ordering = ["-updated_at"]
        constraints = [models.UniqueConstraint(fields=["staff", "person", "form_code"], name="one_draft_per_form")]
