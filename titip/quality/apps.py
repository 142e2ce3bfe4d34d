"""The quality room as a Django app."""

from django.apps import AppConfig


class Room(AppConfig):
    """Registers what this room puts on shared pages."""

    name = "titip.quality"
    label = "quality"

    def ready(self) -> None:
        """Declare the room's actions, navigation, panel, and what ends with her word."""
        from titip.consent.rules import ON_END
        from titip.protect.rules.ends import End
        from titip.protect.rules.pages import NavItem, Panel, register_nav, register_panel
        from titip.quality import actions, jobs, panels
        from titip.quality.rules import actions as declared  # noqa: F401 - declares

        register_nav(NavItem(50, "Quality", "quality:board", "quality.board", "data", "Answers that are missing, late or disagree; perhaps one person twice."))
        register_nav(NavItem(52, "Entering", "quality:entry", "quality.entry", "data", "How long forms take, where they halt, which questions go wrong."))
        register_panel(
            Panel("today", 70, "quality", "quality.pairs", "quality/panels/today.html", panels.today),
            Panel("registering", 10, "quality", "quality.meet", "quality/panels/registering.html", panels.registering),
            Panel("person", 5, "quality", "register.open", "quality/panels/same.html", panels.same),
            Panel("person", 60, "quality", "quality.board", "quality/panels/person.html", panels.of_person),
        )
        ON_END.register(End("quality", actions.preview_end, actions.apply_end))
        jobs.register()
