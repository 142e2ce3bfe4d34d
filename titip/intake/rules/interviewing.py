"""When an interview may begin (S6, S21)."""

from dataclasses import dataclass

from titip.consent.rules.deciding import INTERPRETS, NEVER_INTERPRETS
from titip.dictionary.rules.messages import gettext_noop as _

#: Ways of filling a form in at which nobody is being asked anything.
WITHOUT_HER = frozenset({"paper", "correction"})


@dataclass(frozen=True)
class Setting:
    """How an interview is about to be held."""

    mode: str
    private_place: bool = False
    interpreter: str = "none"
    interpreter_accepted: bool = False
    interpreter_role: str = ""
    support: str = ""


def not_yet(setting: Setting) -> dict[str, str]:
    """What stands in the way of beginning: field to English message id. Empty: begin."""
    if setting.mode in WITHOUT_HER:
        return {}
    found = {}
    if not setting.private_place:
        found["private_place"] = _("Wait until nobody else can hear. If that cannot be had today, fix another time with her.")
    if setting.interpreter != "none" and not setting.interpreter_accepted:
        found["interpreter_accepted"] = _("She must accept the interpreter and the interviewer. If she does not, find somebody else first.")
    if setting.interpreter != "none" and setting.interpreter_role in NEVER_INTERPRETS:
        found["interpreter_role"] = _("Relatives, employers and people whom she may fear never interpret. Find another interpreter first.")
    elif setting.interpreter != "none" and setting.interpreter_role not in INTERPRETS:
        found["interpreter_role"] = _("Say who interprets.")
    if not setting.support:
        found["support"] = _("Say who is there for her afterwards, or that nobody is.")
    return found
