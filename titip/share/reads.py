"""Share sees: the register of releases, and a released table opened in memory."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from titip.consent import reads as consent
from titip.dictionary import reads as dictionary
from titip.dictionary.rules.declared import Declared
from titip.intake import reads as intake
from titip.protect.actions import audit
from titip.protect.reads import files
from titip.protect.rules.access import Actor, Facts
from titip.register import reads as register
from titip.share.models import Release
from titip.share.rules import Released
from titip.share.rules.packing import unpack

__all__ = [
    "FACTS", "REGISTRATION", "NotReleased", "Release", "Source", "live_releases", "never_in", "never_released", "open_release", "releasable",
    "release_for", "releases", "source_of", "sources", "to_decide",
]

#: What people told us: the kind of record that has always been there.
REGISTRATION = "registration"
#: Kinds of entry that no table carries: free text may hold names, the others are no single answer.
_NO_ANSWER = ("text", "long_text", "repeat", "file", "person", "calculated")
#: The kind of recipient that a release is, for whoever agrees to a single answer.
TABLE = "table"
#: What the access decision must know of a release: it is de-identified, whoever made it.
FACTS = Facts(deidentified=True)


@dataclass(frozen=True)
class Source:
    """What the rows of a table are of. ``people``: each row is a person, who must have agreed; else a record, or a head counted, with nobody behind it."""

    code: str
    name: str
    people: bool


class NotReleased(Exception):
    """The release is not live: a draft, refused, recalled, or waiting for approval. The message says which."""


def releases(actor: Actor) -> QuerySet[Release]:
    """The register, newest first; drafts are shown to their maker only."""
    return Release.objects.select_related("asked_by", "decided_by").filter(~Q(state="draft") | Q(asked_by=actor.id))


def release_for(actor: Actor, release_id: UUID) -> Release | None:
    """One release of the register, or None."""
    return releases(actor).prefetch_related("elements").filter(pk=release_id).first()


def to_decide(actor: Actor) -> QuerySet[Release]:
    """What colleagues asked to give outside, and waits for somebody else, oldest first."""
    return Release.objects.select_related("asked_by").filter(state="asked").exclude(asked_by=actor.id).order_by("asked_at")


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


def kept_answer(release: Release, of: UUID) -> bytes | None:
    """What a later room worked out from a live release and kept, or None. Whoever asks has opened the release, which is what the log says."""
    kept = release.kept_answers.filter(of=of).first() if release.state == "live" else None
    return files.fetch(kept.file_id) if kept else None


def has_answer(release: Release, of: UUID) -> bool:
    """Whether something was kept, without opening it."""
    return release.state == "live" and release.kept_answers.filter(of=of).exists()


def sources() -> list[Source]:
    """From what a table can be made: what people told us, our own kinds of record, and who came to programmes."""
    own = [Source(kind.code, kind.name, kind.subject == "person") for kind in intake.kinds()]
    return [Source(REGISTRATION, _("What people told us"), True), *own, Source(intake.PROGRAMMES, _("Who came to campaigns and programmes"), False)]


def source_of(code: str) -> Source | None:
    """One of them, or None."""
    return next((source for source in sources() if source.code == code), None)


def _elements(source: str, number: int | None = None) -> Mapping[str, Declared]:
    return intake.attended() if source == intake.PROGRAMMES else dictionary.declared(source, number)


def releasable(purpose: str, source: str = REGISTRATION) -> list[Declared]:
    """The elements that a release for ``purpose`` may carry: no identity, no free text, collected for it; of those that are never by default
    (X12) the ones to which somebody agreed answer by answer. Of records about nobody a place and a pin may identify, as when the table is made."""
    here = source_of(source)
    if here is None:
        return []
    if not here.people:
        kept = [e for e in _elements(source).values() if _may_leave(e) and not e.sealed and not e.never_by_default]
        return kept if source == intake.PROGRAMMES else [register.weighed_of_nobody(e) for e in kept]
    declared = [element for element in _elements(source).values() if _may_leave(element) and purpose in element.purposes]
    agreed = consent.who_agreed([e.code for e in declared if e.never_by_default], recipient=TABLE, purpose=purpose)
    return [element for element in declared if not element.never_by_default or agreed[element.code]]


def never_released(purpose: str, source: str = REGISTRATION) -> list[Declared]:
    """The elements collected for ``purpose`` that no table carries because they are never by default (X12) and nobody agreed to that very answer."""
    may = {element.code for element in releasable(purpose, source)}
    return [
        e for e in _elements(source).values()
        if e.never_by_default and _may_leave(e) and purpose in e.purposes and e.code not in may
    ]


def never_in(release: Release) -> list[str]:
    """The labels of what a release carries and may not, as the dictionary stands now or stood when it was made: of what is never by default
    all to which not everybody whose answer it holds still agrees."""
    versions = (_elements(release.source), _elements(release.source, release.dictionary_number))
    never = {code for declared in versions for code, element in declared.items() if element.never_by_default}
    held = [one for one in release.elements.all() if one.code in never]
    agreed: dict[str, set[UUID]] = {one.code: set() for one in held}
    if held:
        for code, person_id in release.agreed.filter(element_code__in=agreed).values_list("element_code", "person"):
            agreed[code].add(person_id)
        still = consent.who_agreed(agreed, recipient=TABLE, purpose=release.purpose)
        held = [one for one in held if not agreed[one.code] or not agreed[one.code] <= still[one.code]]
    return [one.label for one in held]


def _may_leave(element: Declared) -> bool:
    return element.risk != "identity" and not element.identifier and not element.inside and element.type not in _NO_ANSWER


def ids_by_code(code: str) -> list[UUID]:
    """The id of the release of this code, for the log's filter."""
    return list(Release.objects.filter(code=code).values_list("pk", flat=True))
