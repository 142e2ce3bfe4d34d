"""Which elements anybody has filled in since a moment: told to the dictionary, so that what nobody fills in can go (S7)."""

from datetime import datetime

from titip.dictionary.rules.keys import element_of
from titip.register.models import RecordVersion


def filled_since(then: datetime) -> set[str]:
    """Codes of the elements that a save since then changed. One query; nothing is opened, sealed or not."""
    saves = RecordVersion.objects.filter(at__gte=then).order_by().values_list("changed", flat=True).iterator(chunk_size=2000)
    return {element_of(key) for changed in saves for key in changed}
