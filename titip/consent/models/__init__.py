"""What consent keeps."""

from titip.consent.models.bases import Basis, ConsentDecision
from titip.consent.models.contact import ContactCheck
from titip.consent.models.elements import ElementAgreement

__all__ = ["Basis", "ConsentDecision", "ContactCheck", "ElementAgreement"]
