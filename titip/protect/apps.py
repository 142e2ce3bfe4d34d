"""The protect room as a Django app."""

from django.apps import AppConfig


class Room(AppConfig):
    """Registers what this room puts on shared pages."""

    name = "titip.protect"
    label = "protect"

    def ready(self) -> None:
        """Declare the room's actions and its menu entries."""
        from titip.protect.rules import actions  # noqa: F401 - declares
        from titip.protect.rules.pages import NavItem, register_nav

        register_nav(
            NavItem(800, "Who did what", "who_did_what", "protect.audit.read"),
            NavItem(810, "Colleagues", "colleagues", "protect.staff.list"),
        )
