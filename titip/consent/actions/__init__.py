"""Consent changes: answers to the cards kept, another basis recorded, a withdrawal carried out."""

from titip.consent.actions.recording import CannotRecord, record_basis, record_consent
from titip.consent.actions.withdrawing import Withdrawn, end_basis, preview, withdraw

__all__ = ["CannotRecord", "Withdrawn", "end_basis", "preview", "record_basis", "record_consent", "withdraw"]
