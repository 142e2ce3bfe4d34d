"""Consent asks: the cards and how they were asked, another basis, a withdrawal, a purpose for opening a name."""

from titip.consent.forms.bases import BasisForm, EndForm
from titip.consent.forms.cards import CardsForm
from titip.consent.forms.contact import ContactForm
from titip.consent.forms.languages import LanguageForm
from titip.consent.forms.signing import SignForm
from titip.consent.forms.using import IdentityForm, WithdrawForm

__all__ = ["BasisForm", "CardsForm", "ContactForm", "EndForm", "IdentityForm", "LanguageForm", "SignForm", "WithdrawForm"]
