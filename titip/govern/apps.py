"""The govern room as a Django app."""

from django.apps import AppConfig


class Room(AppConfig):
    """Registers what this room puts on shared pages."""

    name = "titip.govern"
    label = "govern"

    def ready(self) -> None:
        """Declare the room's actions and navigation."""
        from titip.govern.panels import ready
        from titip.govern.rules import actions as declared  # noqa: F401 - declares
        from titip.protect.rules.pages import NavItem, Panel, register_nav, register_panel

        register_nav(NavItem(80, "Inventory", "govern:inventory", "govern.inventory", "data", "What this house keeps, why, and for how long."))
        register_nav(NavItem(820, "Readiness", "govern:readiness", "govern.prepare", "settings", "What must be in place before high-risk answers are kept."))
        register_panel(Panel("today", 5, "govern", "govern.readiness", "govern/panel_readiness.html", ready))
