"""The share room as a Django app."""

from django.apps import AppConfig


class Room(AppConfig):
    """Registers what this room puts on shared pages."""

    name = "titip.share"
    label = "share"

    def ready(self) -> None:
        """Declare the room's actions."""
