"""The analyse room as a Django app."""

from django.apps import AppConfig


class Room(AppConfig):
    """Registers what this room puts on shared pages."""

    name = "titip.analyse"
    label = "analyse"

    def ready(self) -> None:
        """Declare actions and navigation."""
        from titip.analyse import jobs
        from titip.analyse.rules import actions  # noqa: F401 - declares
        from titip.protect.rules.pages import NavItem, register_nav

        register_nav(NavItem(70, "Questions", "analyse:inquiries", "analyse.list", "insights", "What we want to know, and what released tables answer."))
        jobs.register()
