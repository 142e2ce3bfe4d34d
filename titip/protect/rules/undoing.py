"""For how long a change can be taken back, and why it no longer can."""

from datetime import timedelta
from typing import ClassVar, Final

#: The half minute that the banner promises.
UNDO: Final = timedelta(seconds=30)
#: What a slow line may take until the press arrives.
GRACE: Final = timedelta(seconds=5)


class CannotUndo(ValueError):
    """It cannot be taken back. The message is an English message id that says why and what to do instead."""

    TOO_LATE: ClassVar[str] = "Not undone: the half minute is over. Nothing was changed. Correct it on its own page; the history keeps both."
    BUILT_ON: ClassVar[str] = "Not undone: somebody has built on it since. Nothing was changed. Look at it again and correct what is wrong."

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
