"""What consent keeps."""

from titip.consent.models.bases import Basis, ConsentDecision

__all__ = ["Basis", "ConsentDecision"]
