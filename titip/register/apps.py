"""The register room as a Django app."""

from django.apps import AppConfig


class Room(AppConfig):
    """Registers what this room puts on shared pages."""

    name = "titip.register"
    label = "register"

    def ready(self) -> None:
        """Declare the room's actions."""
