"""The consent room as a Django app."""

from django.apps import AppConfig


class Room(AppConfig):
    """Registers what this room puts on shared pages."""

    name = "titip.consent"
    label = "consent"

    def ready(self) -> None:
        """Declare the room's actions and its panels."""
        from titip.consent import actions as consent
        from titip.consent import jobs, panels
        from titip.consent.reads import agreed_by, sealed_references
        from titip.consent.reads.state import ids_about, ids_by_code
        from titip.consent.rules import actions  # noqa: F401 - declares
        from titip.dictionary.rules.rewording import ON_REWORDED
        from titip.protect.rules.agreeing import AGREEMENTS
        from titip.protect.rules.codes import CODES
        from titip.protect.rules.ends import ON_ERASE, End
        from titip.protect.rules.pages import NavItem, Panel, register_nav, register_panel
        from titip.protect.rules.sealing import SEALERS
        from titip.protect.rules.tracing import TRACING
        from titip.register.rules.ageing import ON_AGE, AgeChange

        register_panel(
            Panel("person", 10, "consent", "consent.open", "consent/person_panel.html", panels.of_person),
            Panel("today", 45, "consent", "consent.contact", "consent/contact_panel.html", panels.contact),
            Panel("today", 40, "consent", "consent.open", "consent/today_panel.html", panels.endings),
        )
        register_nav(NavItem(815, "How people reach us", "consent:contact", "consent.contact", "trust", "The line on each slip, and who made sure of it."))
        ON_ERASE.register(End("consent", consent.preview_erase, consent.apply_erase))
        ON_REWORDED["consent"] = consent.mark_reworded
        ON_AGE.register(AgeChange("consent", consent.preview_age, consent.apply_age))
        SEALERS.register("consent", sealed_references)
        AGREEMENTS.register(agreed_by)
        jobs.register()
        CODES.register("consent", ids_by_code)
        TRACING.register("consent", things=ids_about)
