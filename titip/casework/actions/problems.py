"""What an action of casework refuses with."""


class CannotDo(ValueError):
    """It cannot be done as it stands. ``field`` names what to look at ("" for the whole); the message is an English message id with its cure."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
