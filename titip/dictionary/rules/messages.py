"""Messages of pure modules: English sentences that are also the ids of their translations."""


def gettext_noop(message: str) -> str:
    """Marks a sentence for translation where Django is not at hand."""
    return message
