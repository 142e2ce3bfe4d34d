"""The present room as a Django app."""

from django.apps import AppConfig


class Room(AppConfig):
    """Registers what this room puts on shared pages."""

    name = "titip.present"
    label = "present"

    def ready(self) -> None:
        """Declare actions, and the chart on a reading's page."""
        from titip.present import panels
        from titip.present.rules import actions  # noqa: F401 - declares
        from titip.protect.rules.pages import NavItem, Panel, register_nav, register_panel

        register_panel(Panel("reading", 5, "present-finding", "present.chart", "present/finding.html", panels.finding))
        register_nav(NavItem(75, "Charts", "present:dashboard", "present.chart", "insights", "Every column of a released table, drawn."))
        register_panel(Panel("reading", 10, "present", "present.chart", "present/chart.html", panels.chart))
