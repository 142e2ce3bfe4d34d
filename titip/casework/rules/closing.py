"""What closing a case asks for: a reason, no open service, and somebody else's approval."""

from enum import StrEnum

from titip.casework.rules.states import OPEN, State
from titip.dictionary.rules.messages import gettext_noop as _


class Reason(StrEnum):
    """Why a case is closed. Lost contact, return and death are reasons too."""

    GOALS_MET = "goals_met"
    OWN_WISH = "own_wish"
    NOT_INDICATED = "not_indicated"
    TAKEN_OVER = "taken_over"
    LOST_CONTACT = "lost_contact"
    RETURNED = "returned"
    DIED = "died"
    MISTAKE = "mistake"


REASONS: dict[Reason, str] = {
    Reason.GOALS_MET: _("What was planned together is done"),
    Reason.OWN_WISH: _("The person wishes to end"),
    Reason.NOT_INDICATED: _("No signs were seen; the person was told where else to turn"),
    Reason.TAKEN_OVER: _("Another organisation has taken over"),
    Reason.LOST_CONTACT: _("We have lost contact"),
    Reason.RETURNED: _("The person has returned or moved away"),
    Reason.DIED: _("The person has died"),
    Reason.MISTAKE: _("The case was opened by mistake"),
}


def problems_with_closing(*, state: State, open_services: int) -> tuple[str, ...]:
    """What stands in the way of closing, as sentences with their cure (message ids); none: closing may be asked for and granted."""
    found = []
    if state not in OPEN and state is not State.CLOSURE:
        found.append(_("This case is closed already."))
    if open_services:
        found.append(_("A service is still open. End it, or note that it was declined, first."))
    return tuple(found)


def problem_with_deciding(*, asked_by: int, decider: int) -> str:
    """Why this colleague may not decide, as a sentence (a message id); empty where she may. Who asks never approves."""
    return _("You asked for this yourself. Someone else decides.") if asked_by == decider else ""
