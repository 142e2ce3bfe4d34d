"""What still keeps high-risk elements closed, and where each is cured: for the page and for the command."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from titip.govern.models import BreachPlan
from titip.kit import clock
from titip.protect.reads import readiness as protect
from titip.protect.rules.readiness import NEEDED, Facts, Last, Proof, missing, stale

#: Name of each line, its title, why it matters, where it is cured (URL name), and by which command. English message ids.
_LINES: Final = (
    (Proof.SHEET.value, "Keys on paper", "Two ways to open the house: a passphrase, and a printed sheet that was tried.", "recovery_sheet", "titip keys sheet"),
    ("second_factor", "Second factor", "Whoever may open high-risk answers proves herself twice.", "colleagues", "titip staff list"),
    (Proof.DRILL.value, "Restore drill", "A backup that was never restored is a hope, not a backup.", "govern:drill", "titip backup --drill"),
    (Proof.PLAN.value, "Breach plan", "Whom to call, within what hours: written down before it is needed.", "govern:plan", "the page Breach plan"),
)


@dataclass(frozen=True)
class Line:
    """One thing that readiness asks for. ``open``: it is still missing. ``late``: it stands, and has to be done again."""

    name: str
    title: str
    why: str
    cure: str
    command: str
    open: bool
    late: bool
    last: Last | None
    without_factor: tuple[str, ...] = ()
    openers: int = 0


@dataclass(frozen=True)
class Standing:
    """Whether nothing is missing, and line by line what is. ``backup``: the last one, with its age."""

    ready: bool
    lines: tuple[Line, ...]
    backup: Last | None
    backup_late: bool


def standing() -> Standing:
    """As it is now."""
    facts, now = protect.facts(), clock.now()
    lacking, late = missing(facts), stale(facts, now)
    lines = tuple(
        Line(
            name, title, why, cure, command, open=name in lacking, late=name in late, last=facts.passed.get(Proof(name)) if name in set(Proof) else None,
            without_factor=facts.without_factor if name == "second_factor" else (), openers=facts.openers,
        )
        for name, title, why, cure, command in _LINES
    )
    return Standing(not lacking, lines, facts.passed.get(Proof.BACKUP), _backup_is_late(facts, late))


def needs_attention() -> bool:
    """Whether somebody should look at the page: something is missing, or has to be done again. Two queries."""
    last = protect.last_passed()
    return any(proof not in last for proof in NEEDED) or bool(stale(Facts(last), clock.now())) or Proof.BACKUP not in last


def plan_in_force() -> BreachPlan | None:
    """The newest signed breach plan."""
    return BreachPlan.objects.first()


def days_since(at: datetime) -> int:
    """Whole days."""
    return (clock.now() - at).days


def _backup_is_late(facts: Facts, late: tuple[Proof, ...]) -> bool:
    return Proof.BACKUP not in facts.passed or Proof.BACKUP in late


def as_plain(found: Standing) -> dict[str, Any]:
    """For ``titip doctor --ready --json``."""
    def day(last: Last | None) -> date | None:
        return clock.day_of(last.at) if last else None

    lines = [{"name": line.name, "open": line.open, "late": line.late, "last": day(line.last), "cure": line.command} for line in found.lines]
    return {"ready": found.ready, "lines": lines, "last_backup": day(found.backup)}
