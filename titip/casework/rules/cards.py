"""The emergency card: what it says, and how long each of its lines may be."""

from typing import Final

from titip.dictionary.rules.messages import gettext_noop as _
from titip.protect.rules.access import ElementFacts
from titip.protect.rules.roles import Risk

#: What a card is to the access decision: sealed under her key, of class high, for her care alone.
CARD: Final = ElementFacts("emergency_card", Risk.HIGH, purposes=frozenset({"care"}))
#: The lines of a card in the order in which they are read, each with what helps to write it.
LINES: Final = {
    "never": (_("Never do this"), _("For example: do not touch her when she sleeps; never ring her brother.")),
    "allergies": (_("Allergies"), _("What, and what happens. “None known” is an answer.")),
    "medicine": (_("Medicine"), _("What she takes and when, not what for: “a white tablet at 8 in the evening, must not be missed”.")),
    "plan": (_("What helps when she is in danger or in crisis"), _("Her own safety plan, in her words.")),
    "call": (_("Whom to call"), _("Somebody she chose, with the number, and what may be said.")),
}
#: Characters in one line: a card is read standing up.
LONGEST: Final = 400
