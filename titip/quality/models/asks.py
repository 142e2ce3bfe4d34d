"""Questions to the custodian: somebody at the door may be a person whom colleagues keep."""

from django.db import models

from titip.kit import clock
from titip.kit.ids import new_id


class Ask(models.Model):
    """A colleague met somebody who is probably this person, whom she may not see. The custodian answers."""

    STATES = [("open", "Waiting for the custodian"), ("let_in", "The colleague works with her now"), ("refused", "Not opened to the colleague")]

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey("register.Person", on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey("protect.Staff", on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=8, choices=STATES, default="open", db_index=True)
    decided_by = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [models.UniqueConstraint(fields=["person", "asked_by"], condition=models.Q(state="open"), name="one_open_question_of_a_colleague")]
