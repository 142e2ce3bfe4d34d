"""The dictionary room as a Django app."""

from django.apps import AppConfig


class Room(AppConfig):
    """Registers what this room puts on shared pages."""

    name = "titip.dictionary"
    label = "dictionary"

    def ready(self) -> None:
        """Declare the room's actions and its place in the navigation."""
        from titip.dictionary.rules import actions  # noqa: F401 - declares
        from titip.dictionary.rules.messages import gettext_noop as _
        from titip.protect.rules.pages import NavItem, register_nav

        register_nav(NavItem(order=80, label=_("Dictionary"), url="dictionary:elements", action="dictionary.read"))
