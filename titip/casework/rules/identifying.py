"""What a formal assessment asks: acts, means, purposes, how each is known, the child's protocol, who decides and what is said.

Acts, means and purposes follow the definition of the Palermo Protocol (2000), article 3: for somebody under 18 the means need not be
shown. The wording of a national law is the organisation's to keep (``models.Law``).
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from titip.dictionary.rules.messages import gettext_noop as _
from titip.protect.rules.access import ElementFacts
from titip.protect.rules.roles import Risk

#: What an assessment is to the access decision: sealed under the person's key, of class high, for her care.
ASSESSMENT: Final = ElementFacts("identification", Risk.HIGH, purposes=frozenset({"care"}))
#: The tool that validation counts formal assessments as, and its version: it changes with the lists below.
TOOL, VERSION = "formal", "1"

ACTS: Final = {
    "recruitment": _("Recruitment"), "transportation": _("Transportation"), "transfer": _("Transfer"), "harbouring": _("Harbouring"),
    "receipt": _("Receipt"),
}
MEANS: Final = {
    "threat_force": _("Threat or use of force"), "coercion": _("Other forms of coercion"), "abduction": _("Abduction"), "fraud": _("Fraud"),
    "deception": _("Deception"), "abuse_of_power": _("Abuse of power or of a position of vulnerability"),
    "payment": _("Payments or benefits to somebody who has control over the person"),
}
PURPOSES: Final = {
    "sexual": _("Sexual exploitation"), "labour": _("Forced labour or services"), "slavery": _("Slavery or practices like slavery"),
    "servitude": _("Servitude"), "organs": _("Removal of organs"), "marriage": _("Forced marriage"), "begging": _("Forced begging"),
    "crime": _("Being made to commit crimes, for example online fraud"), "other": _("Another form of exploitation, as the law names it"),
}
ELEMENTS: Final = {**ACTS, **MEANS, **PURPOSES}


class How(StrEnum):
    """How something is known."""

    SHE = "she_said"
    SEEN = "seen"
    TOLD = "told"


HOW: Final = {How.SHE: _("She told us, in her words"), How.SEEN: _("We saw it"), How.TOLD: _("Somebody else told us")}

PROTOCOL: Final = {
    "guardian": _("A guardian is present and safe, or a best-interest decision stands in for one"),
    "wording": _("Indirect wording is used: nothing is asked that blames or frightens"),
    "support": _("A support person whom the child accepts stays throughout"),
    "once": _("Not interviewed again about what is known already: earlier answers were read first"),
    "assent": _("The child knows what this is for, agrees in the child's own way, and may stop"),
}
DONE: Final = {"yes": _("Yes"), "not_yet": _("Not yet"), "cannot": _("Cannot be done: the reasons say why")}


class Body(StrEnum):
    """Who determines."""

    OURS = "ours"
    TEAM = "team"
    MINISTRY = "ministry"
    POLICE = "police"
    PROSECUTOR = "prosecutor"
    COURT = "court"
    OTHER = "other"


BODIES: Final = {
    Body.OURS: _("Our organisation"), Body.TEAM: _("A multidisciplinary team"), Body.MINISTRY: _("A ministry or its office"), Body.POLICE: _("Police"),
    Body.PROSECUTOR: _("Prosecutor"), Body.COURT: _("Court"), Body.OTHER: _("Another body"),
}


class Outcome(StrEnum):
    """What is decided. None of them decides on a service."""

    PRESUMED = "presumed"
    CONFIRMED = "confirmed"
    NOT_IDENTIFIED = "not_identified"
    DECLINED = "declined"


OUTCOMES: Final = {
    Outcome.PRESUMED: _("Presumed to be a trafficked person"), Outcome.CONFIRMED: _("Confirmed as a trafficked person"),
    Outcome.NOT_IDENTIFIED: _("Not identified on what is known now"), Outcome.DECLINED: _("The person declines to be identified"),
}


class Relation(StrEnum):
    """What a determination is to an earlier one, which stands as it was."""

    SECOND = "second"
    REVIEW = "review"
    APPEAL = "appeal"


RELATIONS: Final = {
    Relation.SECOND: _("Second assessment by another colleague"), Relation.REVIEW: _("Review of an earlier decision"),
    Relation.APPEAL: _("Decision on an appeal"),
}

#: Names of national laws as facts to choose from; articles and wording are the organisation's to keep, from the official text.
KNOWN_LAWS: Final = {
    "BN": "Anti-Trafficking in Persons Order 2019", "ID": "Law No. 21 of 2007", "KH": "Law on Suppression of Human Trafficking and Sexual Exploitation 2008",
    "LA": "Law on Anti-Trafficking in Persons 2015", "MM": "Prevention and Suppression of Trafficking in Persons Law 2022",
    "MY": "Anti-Trafficking in Persons and Anti-Smuggling of Migrants Act 2007 (Act 670)",
    "PH": "Anti-Trafficking in Persons Act of 2003 (RA 9208), as amended by RA 10364 and RA 11862", "SG": "Prevention of Human Trafficking Act 2014",
    "TH": "Anti-Trafficking in Persons Act B.E. 2551 (2008), as amended", "TL": "Law No. 3/2017",
    "VN": "Law on Prevention of and Combat against Human Trafficking 2024",
}


def is_child(age_status: str) -> bool:
    """Whether the child's branch holds: under 18, or in doubt (S5)."""
    return age_status != "adult"


def missing_for_confirmed(elements: Iterable[str], evidence: Mapping[str, object], *, child: bool) -> list[str]:
    """What still lacks before "confirmed" may be said: groups with nothing ticked, then ticked elements without what shows them. Message ids."""
    ticked = set(elements)
    groups = [(ACTS, _("an act")), (PURPOSES, _("a purpose")), *([] if child else [(MEANS, _("a means"))])]
    lacking = [words for group, words in groups if not ticked & set(group)]
    return [*lacking, *(ELEMENTS[code] for code in ELEMENTS if code in ticked and code not in evidence and not (child and code in MEANS))]
