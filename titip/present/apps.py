"""The present room as a Django app."""

from django.apps import AppConfig


class Room(AppConfig):
    """Registers what this room puts on shared pages."""

    name = "titip.present"
    label = "present"

    def ready(self) -> None:
        """Declare the room's actions."""
