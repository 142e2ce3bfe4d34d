"""Sentences marked for translation where no framework is at hand."""


def gettext_noop(message: str) -> str:
    """Marks an English sentence as the id of its translations; gives it back as it is."""
    return message
