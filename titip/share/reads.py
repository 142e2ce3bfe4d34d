"""Share sees: the register of releases, and a released table opened in memory."""

from uuid import UUID

from django.db.models import Q, QuerySet

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.declared import Declared
from titip.protect.actions import audit
from titip.protect.reads import files
from titip.protect.rules.access import Actor, Facts
from titip.share.models import Release
from titip.share.rules import Released
from titip.share.rules.packing import unpack

__all__ = ["FACTS", "NotReleased", "Release", "live_releases", "never_in", "never_released", "open_release", "releasable", "release_for", "releases"]

#: What the access decision must know of a release: it is de-identified, whoever made it.
FACTS = Facts(deidentified=True)


class NotReleased(Exception):
    """The release is not live: a draft, refused, recalled, or waiting for approval. The message says which."""


def releases(actor: Actor) -> QuerySet[Release]:
    """The register, newest first; drafts are shown to their maker only."""
    return Release.objects.select_related("asked_by", "decided_by").filter(~Q(state="draft") | Q(asked_by=actor.id))


def release_for(actor: Actor, release_id: UUID) -> Release | None:
    """One release of the register, or None."""
    return releases(actor).prefetch_related("elements").filter(pk=release_id).first()


def live_releases() -> QuerySet[Release]:
    """The releases whose tables may be used now."""
    return Release.objects.filter(state="live", file_id__isnull=False).prefetch_related("elements")


def open_release(actor: Actor, release: Release) -> Released:
    """The table of a live release (or of one's own draft), in memory. One event. Raises NotReleased, also where it holds what is never by default."""
    own_draft = release.state == "draft" and release.asked_by_id == actor.id
    if release.file_id is None or not (release.state == "live" or own_draft):
        raise NotReleased(release.get_state_display())
    if held := never_in(release):
        raise NotReleased(", ".join(held))
    audit.record(kind="share.read", actor_code=actor.code, subjects=[("release", str(release.pk))], purpose=release.purpose)
    return unpack(files.fetch(release.file_id))


def releasable(purpose: str) -> list[Declared]:
    """The elements that a release for ``purpose`` may carry: no identity, no free text, collected for it."""
    return [
        element for element in dictionary.declared("registration").values()
        if _may_leave(element) and not element.never_by_default and purpose in element.purposes
    ]


def never_released(purpose: str) -> list[Declared]:
    """The elements collected for ``purpose`` that no table carries because they are never by default (X12): agreement to a single answer is not recorded."""
    return [e for e in dictionary.declared("registration").values() if e.never_by_default and _may_leave(e) and purpose in e.purposes]


def never_in(release: Release) -> list[str]:
    """The labels of what a release carries and may not, as the dictionary stands now or stood when it was made."""
    versions = (dictionary.declared("registration"), dictionary.declared("registration", release.dictionary_number))
    never = {code for declared in versions for code, element in declared.items() if element.never_by_default}
    return [one.label for one in release.elements.all() if one.code in never]


def _may_leave(element: Declared) -> bool:
    return element.risk != "identity" and not element.identifier and element.type not in ("text", "long_text")


def ids_by_code(code: str) -> list[UUID]:
    """The id of the release of this code, for the log's filter."""
    return list(Release.objects.filter(code=code).values_list("pk", flat=True))
