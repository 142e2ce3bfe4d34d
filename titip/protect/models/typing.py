"""What is being typed into a page, and which forms were taken already."""

import uuid

from django.db import models

from titip.kit import clock
from titip.protect.models.staff import Staff


class PageDraft(models.Model):
    """One colleague's unfinished form on one page in one tab. Its content lies in the vault under a key of its own that expires."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="The token that the page's form carries")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="page_drafts")
    path = models.CharField(max_length=300)
    title = models.CharField(max_length=120, help_text="The heading of the page, with codes and no names")
    about = models.UUIDField(null=True, db_index=True, help_text="The person or case it is about, so that it ends with her word")
    number = models.PositiveIntegerField(default=1, help_text="Counts the pauses in typing: a tab that stands on an older one may not write over a newer")
    vault_id = models.UUIDField()
    made_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(db_index=True)
    discarded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-updated_at"]
        indexes = [models.Index(fields=["staff", "path"])]


class SentForm(models.Model):
    """A form that was taken: sent again unchanged, it is answered as it was the first time and nothing is done twice."""

    id = models.BigAutoField(primary_key=True)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    content = models.CharField(max_length=90, help_text="Keyed code of its token, address and fields; tells nothing about them")
    location = models.CharField(max_length=400, blank=True, help_text="The page that its answer led to")
    at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "content"], name="one_form_is_taken_once")]
