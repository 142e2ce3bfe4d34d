"""The intake room as a Django app."""

from django.apps import AppConfig


class Room(AppConfig):
    """Registers what this room puts on shared pages."""

    name = "titip.intake"
    label = "intake"

    def ready(self) -> None:
        """Declare the room's actions, navigation and panels."""
        from titip.consent.rules import ON_END
        from titip.intake import actions as intake
        from titip.intake import jobs, panels
        from titip.intake.reads import sealed_references
        from titip.intake.rules import actions  # noqa: F401 - declares
        from titip.protect.rules.ends import ON_ERASE, End
        from titip.protect.rules.pages import NavItem, Panel, register_nav, register_panel
        from titip.protect.rules.sealing import SEALERS

        register_nav(NavItem(25, "Screen", "intake:screen", "intake.screen"))
        register_nav(NavItem(
            28, "Programmes", "intake:programmes", "intake.programmes", "data", "Campaigns and programmes, with how many came.",
        ))
        register_nav(NavItem(27, "Records", "intake:records", "intake.records", "data", "Site visits, surveys and other records of your own kinds."))
        register_nav(NavItem(29, "How questions come", "intake:house_way", "intake.way", "data", "One question a page, or a whole section at once."))
        register_panel(
            Panel("person", 20, "intake", "intake.answers", "intake/answers_panel.html", panels.answers),
            Panel("history", 10, "intake", "register.history", "intake/history_panel.html", panels.versions),
            Panel("today", 20, "intake", "intake.drafts", "intake/drafts_panel.html", panels.drafts),
        )
        ON_END.register(End("intake", intake.preview_end, intake.apply_end, at_age=False))
        ON_ERASE.register(End("intake", intake.preview_erase, intake.apply_erase))
        SEALERS.register("intake", sealed_references)
        jobs.register()
