"""The open draft, the dictionary as it would be, and what stands in the way of publishing it."""

from dataclasses import dataclass, field

from django.db.models import Max

from titip.dictionary.models import Draft, DraftStep, Review
from titip.dictionary.reads.frozen import current, frozen_book
from titip.dictionary.rules import drafting
from titip.dictionary.rules.codebook import Codebook, sha256
from titip.dictionary.rules.following import circles
from titip.dictionary.rules.weighing import Reason, new_forms, reasons
from titip.protect.rules.access import Actor


@dataclass(frozen=True)
class Standing:
    """The draft with what it would make of the dictionary in force. ``draft`` None: nothing is being changed."""

    draft: Draft | None
    before: Codebook
    after: Codebook
    steps: int = 0
    last: DraftStep | None = None

    @property
    def sha256(self) -> str:
        """Of the dictionary that would be published."""
        return sha256(self.after)


@dataclass(frozen=True)
class Obstacles:
    """What stands in the way of publishing."""

    conflicts: tuple[tuple[str, str], ...] = ()
    circles: tuple[tuple[str, ...], ...] = ()
    unreviewed: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = field(default=())
    approved: bool = False

    @property
    def any(self) -> bool:
        """Whether it cannot be published yet."""
        return bool(self.conflicts or self.circles or self.unreviewed or (self.reasons and not self.approved))


def open_draft() -> Draft | None:
    """The draft that is open."""
    return Draft.objects.filter(state="open").first()


def last_step() -> int:
    """The number of the last step that was made, in whichever draft: steps are numbered on and on."""
    return Draft.objects.aggregate(last=Max("number"))["last"] or 0


def standing() -> Standing:
    """The draft over the version in force. Raises NoDictionary where there is none."""
    version = current()
    before = frozen_book(version) if version else Codebook()
    draft = open_draft()
    if draft is None:
        return Standing(None, before, before)
    last = draft.steps.order_by("-number").first()
    return Standing(draft, before, drafting.applied(before, draft.changes), draft.steps.count(), last)


def draft_book() -> Codebook:
    """The dictionary as it would be; as it is where nothing is being changed."""
    return standing().after


def obstacles(here: Standing) -> Obstacles:
    """What stands in the way: changes that met a colleague's, circles, new collections without a signed review, what somebody else must agree to."""
    if here.draft is None:
        return Obstacles()
    signed = {code: set(elements) for code, elements in Review.objects.exclude(signed_by="").values_list("form_code", "elements")}
    needed = tuple(reasons(here.before, here.after))
    approved = bool(needed) and here.draft.approved_by != "" and here.draft.approved_sha256 == here.sha256
    return Obstacles(
        tuple(drafting.conflicts(here.before, here.draft.changes)),
        tuple(tuple(circle) for circle in circles(here.after)),
        tuple(form.code for form in new_forms(here.before, here.after) if not {p.element for p in form.placements} <= signed.get(form.code, set())),
        needed,
        approved,
    )


def began(here: Standing) -> list[str]:
    """Codes of the forms with which the draft begins a new collection."""
    return [form.code for form in new_forms(here.before, here.after)]


def unsigned(actor: Actor) -> list[Review]:
    """Reviews of harm and benefit that somebody else wrote and nobody has signed."""
    return list(Review.objects.filter(signed_by="").exclude(written_by=actor.code).order_by("written_at"))


def unsigned_of(actor: Actor) -> list[Review]:
    """Reviews of harm and benefit that she wrote herself and nobody has signed."""
    return list(Review.objects.filter(signed_by="", written_by=actor.code).order_by("written_at"))


def may_agree(here: Standing, actor: Actor) -> bool:
    """Whether this colleague is another than those who changed something."""
    return here.draft is not None and actor.code not in here.draft.editors


def review_of(form_code: str) -> Review | None:
    """The review of a collection."""
    return Review.objects.filter(form_code=form_code).first()
