"""The web room as a Django app."""

from django.apps import AppConfig


class Room(AppConfig):
    """Registers what this room puts on shared pages."""

    name = "titip.web"
    label = "web"

    def ready(self) -> None:
        """Put the entrance's own pages into the menu."""
        from titip.protect.rules.pages import NavItem, register_nav

        register_nav(NavItem(0, "Today", "today", "protect.today"), NavItem(5, "Find", "search", "protect.search"))
        register_nav(NavItem(900, "Help", "help", "protect.help"))
