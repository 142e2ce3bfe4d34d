"""Consent decides: what is live, who may decide for whom, what must be said before a yes counts."""

from titip.consent.rules import actions as _actions  # noqa: F401 - declares
from titip.consent.rules.deciding import Assent, CannotRecord, Choice, Conditions, GivenBy, refuse_basis, refuse_consent
from titip.consent.rules.ends import ON_END
from titip.consent.rules.liveness import DecisionFacts, Live, State, Verdict, add_months, is_live, verdict

__all__ = [
    "ON_END", "Assent", "CannotRecord", "Choice", "Conditions", "DecisionFacts", "GivenBy", "Live", "State", "Verdict",
    "add_months", "is_live", "refuse_basis", "refuse_consent", "verdict",
]
