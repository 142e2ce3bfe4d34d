"""Word to a colleague: something came to her, left her, or waits for her. A kind and a code; never an answer, never a name."""

from django.db import models

from titip.kit import clock
from titip.protect.models.staff import Staff


class Notice(models.Model):
    """One line on a colleague's Today until she has read it. Its sentence stands in the code, by ``kind``."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    code = models.CharField(max_length=12, blank=True, help_text="Code of the person or case it is about")
    thing = models.CharField(max_length=36, help_text="Id of what its page shows")
    made_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["staff", "-made_at"], condition=models.Q(seen_at=None), name="notices_unseen")]
        constraints = [models.UniqueConstraint(fields=["staff", "kind", "thing"], condition=models.Q(seen_at=None), name="one_unseen_notice_of_a_kind")]
