"""Consent sees: what is live now, the grounds that follow, where each purpose stands."""

from titip.consent.models import Basis
from titip.consent.reads.cards import reworded_since
from titip.consent.reads.certificates import open_certificate, sealed_references
from titip.consent.reads.contact import Contact, contact
from titip.consent.reads.elements import agreed_by, agreement_for, agreements_of, never_by_default, standing_agreements, who_agreed
from titip.consent.reads.live import grounds_for, live, live_many
from titip.consent.reads.state import Ending, PurposeState, bases, basis_for, ending_soon, state, still_held
from titip.consent.rules.liveness import Live

__all__ = [
    "Basis", "Contact", "Ending", "Live", "PurposeState", "agreed_by", "agreement_for", "agreements_of", "bases", "basis_for", "contact",
    "ending_soon", "grounds_for", "live", "live_many", "never_by_default", "open_certificate", "reworded_since", "sealed_references",
    "standing_agreements", "state", "still_held", "who_agreed",
]
