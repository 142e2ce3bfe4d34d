"""Share changes: a release drafted, sent, approved, refused, recalled."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from titip.consent import reads as consent
from titip.dictionary import reads as dictionary
from titip.dictionary.rules.types import DATES
from titip.intake import reads as intake
from titip.kit import clock
from titip.protect.actions import audit, files
from titip.protect.rules.access import Actor
from titip.register import reads as register
from titip.share import disclosure, reads
from titip.share.models import AgreedAnswer, Inclusion, KeptAnswer, Release, ReleasedElement
from titip.share.rules import About, Audience, Part, ReleaseRefused, Table, other_ks
from titip.share.rules.building import build
from titip.share.rules.packing import pack

#: How tables of records about nobody, and of heads counted, are made.
METHOD_OWN = "Records of our own kinds, or counts of who came, de-identified by local recoding and suppression."
METHOD = "Answers kept at registration and interview, de-identified by local suppression."
METHOD_COARSER = "Answers kept at registration and interview, de-identified by local recoding along the dictionary's groups, and by suppression."


class CannotDecide(Exception):
    """Who asks never approves; and only what waits can be decided. The message says which."""


@dataclass(frozen=True)
class Wish:
    """What a release should be. ``source``: what its rows are of (``reads.sources``). ``elements`` are element codes; ``k`` the smallest class of
    people, or rows, that look alike.

    ``method``: ``recode`` (identifying answers get coarser by the dictionary, then are withheld) or ``suppress`` (withheld only). ``dates``: the
    finest that is shown, ``year`` or ``month``.
    """

    title: str
    purpose: str
    audience: str
    k: int
    elements: Sequence[str]
    source: str = reads.REGISTRATION
    recipient: str = ""
    period: str = ""
    place: str = ""
    bias: str = ""
    outside_note: str = ""
    method: str = "recode"
    dates: str = "year"


@dataclass(frozen=True)
class _Prepared:
    """A table protected as wished, with what was read for it and what was measured. Nothing is kept yet."""

    found: register.ReleaseRows
    protected: disclosure.Protected
    weighed: dict[str, Any]


@transaction.atomic
def weigh_release(*, actor: Actor, wish: Wish) -> dict[str, Any]:
    """What a release would risk and cost: measured as for a draft, and nothing kept. The reading is one event. Raises as ``draft_release`` does."""
    return _prepare(actor, wish).weighed


def _prepare(actor: Actor, wish: Wish) -> _Prepared:
    source = reads.source_of(wish.source)
    if source is None:
        raise ReleaseRefused(_("There is no such kind of record."), _("Choose what the table is made from."))
    found = _of_people(actor, wish) if source.people else _of_nobody(actor, wish)
    _refuse_few(wish, source, len(found.rows))
    table = build(found.elements, found.rows, wish.dates)
    quasi = [column.heading.code for column in table.columns if column.heading.part is Part.QUASI]
    ways = _hierarchies(table, found) if wish.method == "recode" else {}
    about = _about(wish, found) if source.people else _about_nobody(wish, source, found)
    about = replace(about, method=(METHOD_COARSER if ways else METHOD) if source.people else METHOD_OWN)
    protected = disclosure.release(
        table, quasi_identifiers=quasi, k=wish.k, audience=Audience(wish.audience), about=about, hierarchies=ways,
        about_nobody=not source.people and source.code != intake.PROGRAMMES,
    )  # fmt: skip
    ks = other_ks(Audience(wish.audience), wish.k, table.n)
    return _Prepared(found, protected, disclosure.weigh(table, protected, ks))


def _of_people(actor: Actor, wish: Wish) -> register.ReleaseRows:
    grounds = consent.live_many(wish.purpose)
    agreed = consent.who_agreed(wish.elements, recipient=reads.TABLE, purpose=wish.purpose)
    return register.for_release(
        wish.elements, purpose=wish.purpose, grounds=grounds, actor_code=actor.code, agreed=agreed, least=wish.k, record_type=wish.source,
    )  # fmt: skip


def _of_nobody(actor: Actor, wish: Wish) -> register.ReleaseRows:
    """Rows with no person behind them: records of a kind about nobody, or the heads that were counted at programmes."""
    if wish.source != intake.PROGRAMMES:
        return register.for_release_about_nobody(
            wish.elements, record_type=wish.source, purpose=wish.purpose, actor_code=actor.code, linked=intake.linked_to_people(wish.source),
        )  # fmt: skip
    columns, frozen = intake.attended(), dictionary.current()
    if frozen is None or not set(wish.elements) <= set(columns):
        raise ReleaseRefused(_("There is no such answer."), _("Choose among those listed."))
    rows = intake.attendances()
    detail = {"rows": len(rows), "left_out": 0, "elements": sorted(wish.elements), "kind": wish.source}
    audit.record(kind="register.release", actor_code=actor.code, purpose=wish.purpose, detail=detail)
    return register.ReleaseRows(tuple(columns[code] for code in wish.elements), tuple(rows), 0, (), frozen.number, frozen.sha256)


def _refuse_few(wish: Wish, source: reads.Source, n: int) -> None:
    if n >= wish.k:
        return
    if source.people:
        raise ReleaseRefused(
            _("Only %(n)s people have agreed to this purpose: fewer than k = %(k)s, so every row would be withheld.") % {"n": n, "k": wish.k},
            _("Wait for more consents, or use a smaller k for colleagues."),
        )
    raise ReleaseRefused(
        _("There are %(n)s rows: fewer than k = %(k)s, so every row would be withheld.") % {"n": n, "k": wish.k},
        _("Wait for more, or use a smaller k for colleagues."),
    )


def _hierarchies(table: Table, found: register.ReleaseRows) -> dict[str, disclosure.Hierarchy]:
    """How each identifying column gets coarser, as its element declares it. A parent's name may stand in another list: a province lies in a country."""
    declared = [*dictionary.declared("registration").values(), *found.elements]
    names = {choice.code: choice.label for one in declared if one.code_list != "places" for choice in one.choices}
    ways = {e.code: disclosure.declared_hierarchy(e, table.column(e.code), names) for e in found.elements if e.quasi_identifier}
    return {code: way for code, way in ways.items() if way is not None}


@transaction.atomic
def draft_release(*, actor: Actor, wish: Wish) -> Release:
    """Build, protect and seal a table for whoever consented to ``wish.purpose``; the rest are counted, not named (H3).

    Raises ReleaseRefused (k too small for the audience, too few people, nothing to release) or register.reads.NotForRelease.
    """
    prepared = _prepare(actor, wish)
    found, protected = prepared.found, prepared.protected
    release = Release.objects.create(
        title=wish.title, source=wish.source, purpose=wish.purpose, audience=wish.audience, recipient=wish.recipient, outside_note=wish.outside_note, k=wish.k,
        period=wish.period, place=wish.place, bias=wish.bias, rows=protected.released.n, left_out=found.left_out,
        cells_withheld=protected.released.suppression.cells, rows_changed=protected.released.suppression.rows,
        risk_before=protected.before.prosecutor_max, risk_after=protected.after.prosecutor_max, weighed=prepared.weighed,
        dictionary_number=found.dictionary_version, dictionary_sha256=found.sha256, file_id=files.keep(pack(protected.released)), asked_by_id=actor.id,
    )
    ReleasedElement.objects.bulk_create(
        ReleasedElement(release=release, code=c.heading.code, label=c.heading.shown, part=c.heading.part.value, order=i)
        for i, c in enumerate(protected.released.table.columns)
    )
    agreed = consent.who_agreed([e.code for e in found.elements if e.never_by_default], recipient=reads.TABLE, purpose=wish.purpose)
    AgreedAnswer.objects.bulk_create(
        AgreedAnswer(release=release, person_id=person, element_code=code) for code, people in agreed.items() for person in sorted(people & set(found.included))
    )
    Inclusion.objects.bulk_create(Inclusion(release=release, person_id=person) for person in found.included)
    _log("share.make", actor.code, release, {"rows": release.rows, "left_out": release.left_out, "k": release.k, "audience": release.audience})
    return release


def _about_nobody(wish: Wish, source: reads.Source, found: register.ReleaseRows) -> About:
    """Whose rows these are, and how far they reach: a survey says how it was drawn and how many answered."""
    survey = intake.reach_in_words(source.code)
    if source.code == intake.PROGRAMMES:
        unit, limit = _("people who came, each time"), _("Whoever came twice is counted twice: these are not people reached.")
    else:
        unit, limit = _("records"), _("What this organisation went to see or asked, and nothing else.")
    if source.code != intake.PROGRAMMES and not any(e.quasi_identifier for e in found.elements):
        survey = (*survey, _("The records are about nobody, and no answer here may tell which record a row is: nothing was withheld or made coarser."))
    limits = [limit, *survey, *_dates_said(wish, found)]
    if found.left_out:
        limits.append(
            ngettext("%(n)s record that concerns a registered person is left out.", "%(n)s records that concern a registered person are left out.",
                     found.left_out) % {"n": found.left_out}
        )  # fmt: skip
    return About(
        unit_of_count=unit, period=wish.period, place=wish.place, source=_("This organisation's own records: %(kind)s") % {"kind": source.name},
        limits=tuple(limits), bias=wish.bias, definitions={e.code: e.definition for e in found.elements if e.definition},
        dictionary_version=str(found.dictionary_version), dictionary_sha256=found.sha256,
    )


def _about(wish: Wish, found: register.ReleaseRows) -> About:
    limits = [
        _("Observed cases only: people this organisation met who agreed to this use. Not all victims, and not a sample of them."),
        ngettext("%(n)s person who did not agree is left out.", "%(n)s people who did not agree are left out.", found.left_out) % {"n": found.left_out},
    ]
    for element in found.elements:
        if element.never_by_default:
            said = _("“%(label)s” holds only the answers of people who agreed to that very answer; everybody else's reads as not answered.")
            limits.append(said % {"label": element.label})
    limits += _dates_said(wish, found)
    return About(
        unit_of_count=_("people"), period=wish.period, place=wish.place, source=_("This organisation's own records"), limits=tuple(limits),
        bias=wish.bias, definitions={e.code: e.definition for e in found.elements if e.definition},
        dictionary_version=str(found.dictionary_version), dictionary_sha256=found.sha256,
    )


def _dates_said(wish: Wish, found: register.ReleaseRows) -> list[str]:
    """How fine the dates of the table are; nothing where it has none."""
    if not any(e.type in DATES for e in found.elements):
        return []
    if wish.dates == "month":
        return [_("Dates are given as months, or as years where no month is known; one that may lie in either of two years counts as not known.")]
    return [_("Dates are given as years; one that may lie in either of two years counts as not known.")]


@transaction.atomic
def send_release(*, actor: Actor, release: Release) -> Release:
    """Let a draft go: at once to colleagues; to the outside only after someone else has approved."""
    release = Release.objects.select_for_update().get(pk=release.pk)
    if release.state != "draft" or release.asked_by_id != actor.id:
        raise CannotDecide(_("Only your own draft can be sent."))
    _refuse_never(release)
    _refuse_ended(release)
    release.state = "asked" if release.audience == "outside" else "live"
    release.save(update_fields=["state"])
    _log("share.send", actor.code, release, {"state": release.state})
    return release


@transaction.atomic
def decide_release(*, actor: Actor, release: Release, approve: bool) -> Release:
    """Approve or refuse what waits. Who asked never approves."""
    release = Release.objects.select_for_update().get(pk=release.pk)
    if release.state != "asked":
        raise CannotDecide(_("This release does not wait for a decision."))
    if release.asked_by_id == actor.id:
        raise CannotDecide(_("Someone else must approve what you asked for."))
    if approve:
        _refuse_never(release)
        _refuse_ended(release)
    release.state = "live" if approve else "refused"
    release.decided_by_id, release.decided_at = actor.id, clock.now()
    release.save(update_fields=["state", "decided_by", "decided_at"])
    _log("share.approve", actor.code, release, {"approved": approve})
    return release


def _refuse_never(release: Release) -> None:
    """An element that became never-by-default since the table was made, or slipped into it before that was refused, goes nowhere (X12)."""
    if held := reads.never_in(release):
        raise CannotDecide(
            _("This table holds what is never in a table unless she agreed to that very answer: %(labels)s. Recall it, and make it again without.")
            % {"labels": ", ".join(held)}
        )


def _refuse_ended(release: Release) -> None:
    """A table that has waited is let go only while everybody's word in it still stands: withdrawal recalls it, time alone does not."""
    ended = len(set(release.inclusions.values_list("person_id", flat=True)) - consent.live_many(release.purpose).keys())
    if ended:
        raise CannotDecide(
            ngettext(
                "Since this table was made the word of %(n)s person in it has run out. Recall it, and make it again without her.",
                "Since this table was made the word of %(n)s people in it has run out. Recall it, and make it again without them.", ended,
            ) % {"n": ended}
        )


@transaction.atomic
def recall_release(*, actor_code: str, release: Release, reason: str) -> Release:
    """End a release, once: its table is destroyed with its key. Copies already given out are out of reach."""
    release = Release.objects.select_for_update().get(pk=release.pk)
    if release.state == "recalled":
        raise CannotDecide(_("This release is recalled already: when and why stands in the register."))
    if release.file_id is not None:
        files.destroy(release.file_id)
    _forget_answers(release)
    release.state, release.file_id, release.recalled_at, release.recall_reason = "recalled", None, clock.now(), reason[:160]
    release.save(update_fields=["state", "file_id", "recalled_at", "recall_reason"])
    _log("share.recall", actor_code, release, {})
    return release


@transaction.atomic
def keep_answer(*, release: Release, of: UUID, content: bytes) -> None:
    """Seal what a later room worked out from a live release, in place of what it kept before. The caller writes the event. Raises NotReleased."""
    release = Release.objects.select_for_update().get(pk=release.pk)
    if release.state != "live":
        raise reads.NotReleased(release.get_state_display())
    _forget_answers(release, of)
    KeptAnswer.objects.create(release=release, of=of, file_id=files.keep(content))


def _forget_answers(release: Release, of: UUID | None = None) -> None:
    kept = release.kept_answers.all() if of is None else release.kept_answers.filter(of=of)
    for one in kept:
        files.destroy(one.file_id)
    kept.delete()


def preview_end(person_id: UUID, purposes: frozenset[str]) -> list[str]:
    """What withdrawal will do to releases that hold her row, in words."""
    return [
        _("Release %(code)s holds her row: it is recalled and its table destroyed. Copies already given out cannot be called back.") % {"code": release.code}
        if release.audience == "outside"
        else _("Release %(code)s holds her row: it is recalled and its table destroyed.") % {"code": release.code}
        for release in _holding(person_id, purposes)
    ]


def apply_end(person_id: UUID, purposes: frozenset[str], actor_code: str) -> list[str]:
    """Recall every release that holds her row; runs inside the withdrawal's transaction."""
    done = []
    for release in _holding(person_id, purposes):
        recall_release(actor_code=actor_code, release=release, reason=_("Consent was withdrawn"))
        done.append(_("Release %(code)s is recalled.") % {"code": release.code})
    return done


def _holding(person_id: UUID, purposes: frozenset[str]) -> list[Release]:
    return list(Release.objects.filter(inclusions__person=person_id, purpose__in=purposes).exclude(state="recalled"))


def _log(kind: str, actor_code: str, release: Release, detail: dict[str, object]) -> None:
    audit.record(kind=kind, actor_code=actor_code, subjects=[("release", str(release.pk))], purpose=release.purpose, detail=detail)
