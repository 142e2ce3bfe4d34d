"""Consent changes: answers to the cards kept, another basis recorded, a withdrawal carried out."""

from titip.consent.actions.ageing import apply_age, preview_age
from titip.consent.actions.contact import keep_contact
from titip.consent.actions.elements import agree, end_agreement
from titip.consent.actions.recording import CannotRecord, record_basis, record_consent
from titip.consent.actions.rewording import mark_reworded
from titip.consent.actions.withdrawing import Withdrawn, apply_erase, end_basis, preview, preview_erase, withdraw

__all__ = [
    "CannotRecord", "Withdrawn", "agree", "apply_age", "apply_erase", "end_agreement", "end_basis", "keep_contact", "mark_reworded", "preview", "preview_age",
    "preview_erase", "record_basis", "record_consent", "withdraw",
]
