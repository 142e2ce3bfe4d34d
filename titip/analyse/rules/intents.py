"""What is asked of a table, with what its author must answer before the answer is published."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from titip.dictionary.rules.messages import gettext_noop as _


class Intent(StrEnum):
    """What is asked of a table."""

    DESCRIBE = "describe"
    COMPARE = "compare"
    ASSOCIATE = "associate"
    TREND = "trend"
    GAPS = "gaps"
    OUTLIERS = "outliers"


#: For the page where one chooses: what it is called, and what it tells.
CHOICES: Final[Mapping[Intent, tuple[str, str]]] = {
    Intent.DESCRIBE: (_("Describe"), _("How many there are of each, what is missing, the middle of a number.")),
    Intent.COMPARE: (_("Compare groups"), _("Whether groups differ in a number or in a share, and how surely.")),
    Intent.ASSOCIATE: (_("See what occurs together"), _("How closely two things occur together among the people we met. Never which brings about which.")),
    Intent.TREND: (_("Follow a trend"), _("How the observed number moves over full years.")),
    Intent.GAPS: (_("Find gaps"), _("What is not there: by place, year and field, with what it may mean.")),
    Intent.OUTLIERS: (_("Find outliers"), _("Numbers or groups that lie far from the rest, to be looked at. Nothing is removed.")),
}

#: (rule, the field of a reading that answers it, what to do): what the author must write before an answer leaves the organisation.
WANTED: Final[Mapping[Intent, tuple[tuple[str, str, str], ...]]] = {
    Intent.COMPARE: (("R17", "context", _("Write what else differs between these groups.")),),
    Intent.ASSOCIATE: (("R21", "explanations", _("Write which other explanations there could be.")),),
    Intent.TREND: (("R17", "context", _("Write what changed in this time: laws, funding, staff, partners.")),),
    Intent.GAPS: (("R12", "not_collected", _("Write what was not collected, and why.")),),
    Intent.OUTLIERS: (("R24", "context", _("Write what was checked: is it real, are others under-reported, was something not collected?")),),
}


def lacking(intent: Intent, written: Mapping[str, str]) -> list[tuple[str, str]]:
    """(rule, what to do) for all that is not written yet."""
    return [(rule, cure) for rule, name, cure in WANTED.get(intent, ()) if not written.get(name, "").strip()]
