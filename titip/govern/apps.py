"""The govern room as a Django app."""

from django.apps import AppConfig


class Room(AppConfig):
    """Registers what this room puts on shared pages."""

    name = "titip.govern"
    label = "govern"

    def ready(self) -> None:
        """Declare the room's actions and navigation."""
        from titip.govern.rules import actions as declared  # noqa: F401 - declares
        from titip.protect.rules.pages import NavItem, register_nav

        register_nav(NavItem(80, "Inventory", "govern:inventory", "govern.inventory"))
