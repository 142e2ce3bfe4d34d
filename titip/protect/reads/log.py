"""The log as people read it: who did what, when, to which thing; by person, thing, kind and day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from titip.kit import clock
from titip.kit.codes import BadCode, read_code
from titip.protect.models import AuditEvent, AuditSubject, Staff
from titip.protect.reads.staff import names_by_code
from titip.protect.rules.access import REGISTER
from titip.protect.rules.codes import CODES

#: Most filters of the log are typed by hand: longer is no code.
_LONGEST = 64


@dataclass(frozen=True)
class Wanted:
    """What to look for; empty means all. ``day`` is the organisation's."""

    person: str = ""
    thing: str = ""
    kind: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Line:
    """One event, for reading. ``label`` is the action's label (a message id) where it is registered, its name otherwise."""

    seq: int
    at: datetime
    kind: str
    label: str
    outcome: str
    actor_code: str
    actor_name: str
    purpose: str
    subjects: tuple[tuple[str, str], ...]
    detail: dict[str, Any]

    @property
    def told(self) -> list[tuple[str, Any]]:
        """The detail for a template, in which a detail called "items" would hide the dictionary's own."""
        return list(self.detail.items())


def events(wanted: Wanted) -> QuerySet[AuditEvent]:
    """Events that fit, newest first."""
    found = AuditEvent.objects.order_by("-seq")
    if wanted.person:
        found = found.filter(actor_code=wanted.person[:_LONGEST])
    if wanted.kind:
        found = found.filter(kind=wanted.kind[:_LONGEST])
    if wanted.thing:
        about = AuditSubject.objects.filter(subject__in=_ids_of(wanted.thing[:_LONGEST])).values("event_id")
        found = found.filter(seq__in=about)
    if wanted.day:
        start, end = clock.span(wanted.day, wanted.day)
        found = found.filter(at__gte=start, at__lt=end)
    return found


def _ids_of(thing: str) -> set[str]:
    """What was typed, as the log writes it: the log holds ids, people know codes. Rooms say whose code it is."""
    ids = {thing, thing.lower()}
    try:
        code = read_code(thing)
    except BadCode:
        code = thing.upper()
    return ids | {str(found) for of_room in CODES.all() for found in of_room(code)}


def lines(page: Iterable[AuditEvent], *, with_names: bool) -> list[Line]:
    """Events of one page as lines, with colleagues' names for those who may see them."""
    rows = list(page)
    names = names_by_code() if with_names else {}
    subjects: dict[int, list[tuple[str, str]]] = {row.seq: [] for row in rows}
    for seq, kind, subject in AuditSubject.objects.filter(event_id__in=subjects).order_by("pk").values_list("event_id", "kind", "subject"):
        subjects[seq].append((kind, subject))
    return [_line(row, names.get(row.actor_code, ""), tuple(subjects[row.seq])) for row in rows]


def kinds() -> list[tuple[str, str]]:
    """Kinds of events that stand in the log, each with its label."""
    return sorted((kind, label_of(kind)) for kind in AuditEvent.objects.order_by().values_list("kind", flat=True).distinct())


def label_of(kind: str) -> str:
    """An action's label, a message id; for what is no registered action, a label of ours or its name."""
    return REGISTER.actions[kind].label if kind in REGISTER.actions else _LABELS.get(kind, kind)


def last_proof() -> AuditEvent | None:
    """The entry of the last time the whole log was verified, or None: when, how far, and the first entry at fault."""
    return AuditEvent.objects.filter(kind="protect.audit.verify").order_by("-seq").first()


def sign_ins_of(staff: Staff, most: int = 10) -> list[Line]:
    """A colleague's last sign-ins, failures included, newest first."""
    return lines(AuditEvent.objects.filter(actor_code=staff.code, kind="protect.sign_in").order_by("-seq")[:most], with_names=False)


def _line(row: AuditEvent, name: str, subjects: tuple[tuple[str, str], ...]) -> Line:
    told = {key: ", ".join(map(str, value)) if isinstance(value, list) else value for key, value in row.detail.items() if value != []}
    return Line(row.seq, row.at, row.kind, label_of(row.kind), row.outcome, row.actor_code, name, row.purpose, subjects, told)


#: Events that are not actions somebody is granted.
_LABELS = {
    "protect.sign_in": "Sign in",
    "protect.alarm": "An alarm",
    "protect.alarm.look": "Look at an alarm",
    "protect.budget": "Open more people's records than a day's work needs",
    "protect.audit.anchor": "Keep an anchor outside the database",
    "protect.sign_out": "Sign out",
    "protect.cover": "Cover the screen in an interview",
    "protect.keys.init": "Make the keyring",
    "protect.keys.unlock": "Unlock the server",
    "protect.keys.add": "Let one more passphrase open the keyring",
    "protect.keys.rotate": "Renew the keys",
    "protect.keys.remove": "Take out a slot of the keyring",
    "protect.keys.recover": "Set a new passphrase with the recovery sheet",
    "protect.keys.both": "Two holders stand by a backup taken by hand",
    "protect.keys.two": "Change whether two people are needed to unlock",
    "protect.keys.service": "Let the server unlock by itself",
    "protect.vault.sweep": "Remove sealed values that nothing names",
    "protect.spool.damaged": "Unreadable notes from the time the server was locked",
    "protect.staff.add": "Add a colleague",
    "protect.staff.grant": "Grant a role",
    "protect.staff.end": "End a role",
    "protect.staff.second_factor": "Set up a colleague's second factor",
    "protect.audit.verify": "Verify the log",
    "protect.staff.begin_again": "Let a colleague begin again with a new passphrase and phone",
    "protect.staff.leave": "Let a colleague leave",
    "protect.staff.trained": "Note a colleague's training for high-risk data",
    "protect.staff.invite": "Invite a colleague",
    "protect.backup": "Take a backup",
    "protect.restore": "Restore from a backup",
    "protect.upgrade": "Carry the data over to another version",
    "protect.readiness.recovery_sheet": "Print and confirm the recovery sheet",
    "protect.readiness.backup": "Take a backup",
    "protect.readiness.restore_drill": "Drill the restoring of a backup",
    "protect.readiness.breach_plan": "Sign the plan for a breach",
    "protect.organisation": "Set up the organisation",
    "protect.team.add": "Add a team",
    "protect.staff.check": "Tick or sign what a colleague's list asks for",
    "protect.staff.teams": "Change a colleague's teams",
    "protect.glass.end": "End what was opened by breaking the glass",
    "protect.glass.alarm": "Alarm: the glass was broken often in one day",
    "protect.search": "Look for somebody or something",
    "protect.clock": "The computer's clock leapt, or is right again",
    "protect.clock.confirm": "Say that the computer's clock is right",
    "protect.work.ask": "Ask for work in the background",
    "protect.work.cancel": "Cancel work in the background",
    "protect.work.failed": "Work in the background failed",
    "protect.contact": "Make sure how people reach whoever keeps their data",
    "dictionary.starter": "Load the starter dictionary",
    "dictionary.freeze": "Freeze a version of the dictionary",
    "dictionary.places": "Bring in a list of places",
    "dictionary.export": "Take the dictionary along as a file",
    "register.assign": "Let a colleague work with a person",
    "register.unassign": "End a colleague's work with a person",
    "register.release": "Read answers for a release, without names",
    "consent.lapse": "Notice that consent has run out",
    "consent.reworded": "Mark what was agreed to under earlier words, to be asked again",
    "consent.age": "End what rested on the word of somebody who may not decide at her age",
    "intake.count": "Turn screenings without signs into counts",
    "register.forget": "Remove records that became counts",
    "intake.records": "List or open records of our own kinds",
    "intake.record": "Write or link a record of our own kinds",
    "intake.kind": "Decide which roles see and fill in a kind of record",
    "intake.survey": "Say how a survey is drawn",
    "intake.contact": "Count an attempt of a survey that brought no answers",
    "intake.programme": "Write a campaign or programme",
    "intake.activity": "Write what was done in a campaign or programme",
    "intake.way": "Choose how questions come in this house",
    "intake.draft": "Keep or throw away a draft",
    "protect.draft": "Keep or throw away what is being typed",
    "register.undo": "Take back a save",
    "register.restore": "Restore an earlier answer",
    "register.set_aside": "Keep the answer that did not stand",
    "intake.undo": "Take back what was just done",
    "casework.undo": "Take back what was just done in a case",
    "casework.given": "Give a case to a colleague",
    "register.file": "Keep, open or remove a file",
    "intake.file": "Keep, open or remove a file in an interview",
    "register.merge": "Join two codes that are one person",
    "register.unmerge": "Part two codes that were joined",
    "register.reseal": "Seal open answers whose element became more sensitive",
    "quality.ask": "Ask the custodian about a person whom colleagues keep",
    "quality.compare": "Make the search for people ready",
    "analyse.count": "Count an answer that takes long",
    "share.send": "Send a release to colleagues",
    "share.recall": "Recall a release",
}
