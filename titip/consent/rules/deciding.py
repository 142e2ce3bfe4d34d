"""Who may decide for whom, and what must be true before a yes counts (S4, S5, S18)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from titip.consent.rules.liveness import ADULT, FOR_A_CHILD, State
from titip.dictionary.rules.messages import gettext_noop as _
from titip.protect.rules.grounds import GroundsKind
from titip.register.rules.covering import CARE


class GivenBy(StrEnum):
    """Whose decision a basis is."""

    SELF = "self"
    GUARDIAN = "guardian"
    PANEL = "panel"
    AUTHORITY = "authority"
    ORGANISATION = "organisation"


class Assent(StrEnum):
    """The child's own word beside the guardian's or the panel's."""

    NOT_NEEDED = "not_needed"
    GIVEN = "given"
    TOO_YOUNG = "too_young"
    DECLINED = "declined"


@dataclass(frozen=True)
class Choice:
    """One answer on one card. ``recipient`` blank: inside the organisation."""

    purpose: str
    state: State
    recipient: str = ""


@dataclass(frozen=True)
class Conditions:
    """How consent was asked (S4, S21). The confirmations must all stand before a yes counts; noting distress is not a refusal."""

    language: str = ""
    interpreter: str = "none"  # none, present, phone
    interpreter_accepted: bool = False
    interpreter_role: str = ""  # one of INTERPRETS; relatives, employers and whoever she fears never interpret
    interpreter_vouched: str = ""  # who vouches for the interpreter: a colleague, an organisation
    mode: str = "in_person"
    private_place: bool = False
    capacity_confirmed: bool = False
    no_duress_confirmed: bool = False
    distress_seen: bool = False
    benefits_explained: bool = False
    risks_explained: bool = False
    voluntary_confirmed: bool = False
    no_waiver: bool = False
    read_back: bool = False
    confidentiality: str = "code"
    compensation: str = ""
    formats: str = ""
    sign: str = "none"  # none, drawn, oral (before a witness), paper
    witness_role: str = ""
    witness_code: str = ""


#: Who may interpret, and who never does (S21): the second is refused wherever consent or an interview asks.
INTERPRETS = ("trained", "colleague", "volunteer", "court")
NEVER_INTERPRETS = ("relative", "employer", "feared")

#: Drawn signs and voices are biometric: sealed, shown to nobody by default, never compared with anything.
SIGNS = ("none", "drawn", "voice", "oral", "paper")
WITNESSES = ("colleague", "other_house", "lawyer", "trusted")


class CannotRecord(ValueError):
    """A decision that may not be recorded as it stands. ``field`` names what to look at; the message is an English message id."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


NEEDED_FOR_A_YES = (
    "private_place", "capacity_confirmed", "no_duress_confirmed", "benefits_explained", "risks_explained", "voluntary_confirmed", "no_waiver", "read_back",
)

_GIVEN_BY_FOR = {
    GroundsKind.CONSENT: GivenBy.SELF,
    GroundsKind.GUARDIAN: GivenBy.GUARDIAN,
    GroundsKind.BEST_INTEREST: GivenBy.PANEL,
    GroundsKind.STATUTORY_POWER: GivenBy.AUTHORITY,
    GroundsKind.COURT_PROCESS: GivenBy.AUTHORITY,
    GroundsKind.IMMEDIATE_SAFETY: GivenBy.ORGANISATION,
    GroundsKind.THIRD_PARTY: GivenBy.ORGANISATION,
}


def given_by(kind: GroundsKind) -> GivenBy:
    """Whose decision a basis of this kind is."""
    return _GIVEN_BY_FOR[kind]


def refuse_consent(
    *, kind: GroundsKind, age_status: str, choices: Iterable[Choice], conditions: Conditions, assent: Assent, guardian_clear: bool,
) -> None:
    """Raise CannotRecord where these answers to the consent cards may not be kept as they stand. A no needs no conditions."""
    choices = list(choices)
    if not choices:
        raise CannotRecord("", _("Choose an answer on at least one card."))
    if len({(c.purpose, c.recipient) for c in choices}) != len(choices):
        raise CannotRecord("", _("One purpose was answered twice."))
    yes = [c for c in choices if c.state in (State.GIVEN, State.BY_GUARDIAN)]
    _refuse_decider(kind, age_status, assent if yes else Assent.GIVEN, guardian_clear or not yes, {c.purpose for c in yes})
    if not yes:
        return
    for name in NEEDED_FOR_A_YES:
        if not getattr(conditions, name):
            raise CannotRecord(name, _("A yes counts only when this is so. If it is not, stop here and ask another day."))
    if conditions.interpreter != "none" and not conditions.interpreter_accepted:
        raise CannotRecord("interpreter_accepted", _("She must accept the interpreter. If she does not, find another one first."))
    _refuse_interpreter(conditions)
    refuse_sign(conditions)


def _refuse_interpreter(conditions: Conditions) -> None:
    if conditions.interpreter == "none":
        return
    if conditions.interpreter_role in NEVER_INTERPRETS:
        raise CannotRecord("interpreter_role", _("Relatives, employers and people whom she may fear never interpret. Find another interpreter first."))
    if conditions.interpreter_role not in INTERPRETS:
        raise CannotRecord("interpreter_role", _("Say who interprets."))
    if not conditions.interpreter_vouched.strip():
        raise CannotRecord("interpreter_vouched", _("Say who vouches for the interpreter: a colleague or an organisation."))


def refuse_sign(conditions: Conditions) -> None:
    """Raise CannotRecord where consent was spoken and nobody says who heard it."""
    if conditions.sign not in SIGNS:
        raise CannotRecord("sign", _("Choose how she gave her word."))
    if conditions.sign == "oral" and conditions.witness_role not in WITNESSES:
        raise CannotRecord("witness_role", _("Say who heard it. A relative or an employer is no witness."))
    if conditions.sign == "oral" and not conditions.witness_code.strip():
        raise CannotRecord("witness_code", _("Write the witness's code: a colleague's own, or one that you agree with the witness."))


def _refuse_decider(kind: GroundsKind, age_status: str, assent: Assent, guardian_clear: bool, purposes: set[str]) -> None:
    if age_status == ADULT:
        if kind in FOR_A_CHILD:
            raise CannotRecord("kind", _("She is an adult: nobody decides for her. Ask her herself."))
        return
    if kind is GroundsKind.CONSENT:
        raise CannotRecord(
            "kind",
            _("She is under 18, or may be: her own yes is not enough. Record a guardian's consent or a best-interest decision, together with her assent."),
        )
    if kind is GroundsKind.GUARDIAN and not guardian_clear:
        raise CannotRecord("guardian_clear", _("A guardian who is, or may be, involved in what happened never consents. Use a best-interest decision."))
    if kind in FOR_A_CHILD and assent is Assent.NOT_NEEDED:
        raise CannotRecord("assent", _("Ask the child too, and record the answer."))
    if kind in FOR_A_CHILD and assent is Assent.DECLINED and (kind is GroundsKind.GUARDIAN or purposes - {CARE}):
        raise CannotRecord("assent", _("The child said no. Only a best-interest decision may go on without the child's assent, and only for care."))


def refuse_basis(
    *, kind: GroundsKind, age_status: str, purposes: frozenset[str], law_or_reason: str, scope: str, reviewer: str, actor_code: str,
    review_on: date | None, today: date, assent: Assent, guardian_clear: bool,
) -> None:
    """Raise CannotRecord where a basis other than consent may not be recorded as it stands (S18)."""
    if kind is GroundsKind.CONSENT:
        raise CannotRecord("kind", _("Consent is recorded on the consent cards."))
    if not purposes:
        raise CannotRecord("purposes", _("Choose what the identity is held for."))
    _refuse_decider(kind, age_status, assent, guardian_clear, set(purposes))
    if kind is GroundsKind.IMMEDIATE_SAFETY and purposes != {CARE}:
        raise CannotRecord("purposes", _("Immediate safety covers care and nothing else. For other purposes ask her, once she is safe and rested."))
    if not law_or_reason.strip():
        raise CannotRecord("law_or_reason", _("Say which law, order or reason this rests on."))
    if not scope.strip():
        raise CannotRecord("scope", _("Say what may be held under it, and no more."))
    if not reviewer:
        raise CannotRecord("reviewer", _("Name the colleague who will review this."))
    if reviewer == actor_code:
        raise CannotRecord("reviewer", _("Somebody else reviews it: choose another colleague."))
    if review_on is None or review_on <= today:
        raise CannotRecord("review_on", _("Give a day after today on which this is looked at again."))
