"""Consent shows: the cards, the slip, another basis, a withdrawal, the opening of a name."""

from titip.consent.views.bases import basis, end
from titip.consent.views.cards import ask
from titip.consent.views.contact import contact
from titip.consent.views.elements import elements, end_agreement
from titip.consent.views.identity import identity
from titip.consent.views.overview import certificate, overview, slip, voice
from titip.consent.views.withdrawal import withdraw

__all__ = ["ask", "basis", "certificate", "contact", "elements", "end", "end_agreement", "identity", "overview", "slip", "voice", "withdraw"]
