"""The dictionary room as a Django app."""

from django.apps import AppConfig


class Room(AppConfig):
    """Registers what this room puts on shared pages."""

    name = "titip.dictionary"
    label = "dictionary"

    def ready(self) -> None:
        """Declare the room's actions and its place in the navigation."""
        from titip.dictionary import jobs, panels
        from titip.dictionary.reads.places import find_places, place_of
        from titip.dictionary.rules import actions  # noqa: F401 - declares
        from titip.dictionary.rules.messages import gettext_noop as _
        from titip.dictionary.rules.places import register_finder, register_knower
        from titip.protect.rules.pages import NavItem, Panel, register_nav, register_panel

        register_knower(place_of)
        register_finder(find_places)
        jobs.register()
        hint = _("What we ask: questions, forms, lists and their words.")
        register_nav(NavItem(order=80, label=_("Dictionary"), url="dictionary:elements", action="dictionary.read", group="data", hint=hint))
        register_panel(Panel("today", 14, "dictionary", "dictionary.approve", "dictionary/panels/waiting.html", panels.waiting))
