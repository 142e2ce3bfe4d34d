"""The protect room as a Django app."""

from django.apps import AppConfig


class Room(AppConfig):
    """Registers what this room puts on shared pages."""

    name = "titip.protect"
    label = "protect"

    def ready(self) -> None:
        """Declare the room's actions."""
        from titip.protect.rules import actions  # noqa: F401 - declares
