"""The casework room as a Django app."""

from django.apps import AppConfig


class Room(AppConfig):
    """Registers what this room puts on shared pages, and what it does when consent ends or a person is erased."""

    name = "titip.casework"
    label = "casework"

    def ready(self) -> None:
        """Declare the room's actions, navigation, panels and ends."""
        from titip.casework import actions, panels
        from titip.casework.reads import sealed_cards, sealed_determinations, sealed_references, sealed_uses
        from titip.casework.reads.cases import by_glass, codes_by_id, ids_about, ids_by_code
        from titip.casework.reads.team import carried
        from titip.casework.rules import actions as declared  # noqa: F401 - declares
        from titip.consent.rules import ON_END
        from titip.protect.rules.codes import CODES
        from titip.protect.rules.ends import ON_ERASE, End
        from titip.protect.rules.glass import OPENABLE
        from titip.protect.rules.joining import CARRIED
        from titip.protect.rules.notices import NOTICES, NoticeKind
        from titip.protect.rules.pages import NavItem, Panel, register_nav, register_panel
        from titip.protect.rules.sealing import SEALERS
        from titip.protect.rules.tracing import TRACING

        NOTICES.register(
            NoticeKind("casework.given", "You work on the case %(code)s now", "casework:case"),
            NoticeKind("casework.taken", "The case %(code)s was handed to a colleague", ""),
        )
        register_nav(NavItem(30, "Cases", "casework:list", "casework.list"), NavItem(40, "Team", "casework:team", "casework.team"))
        register_panel(
            Panel("today", 10, "casework", "casework.list", "casework/panels/due.html", panels.due),
            Panel("today", 4, "casework", "casework.card", "casework/panels/card_on_duty.html", panels.card_on_duty),
            Panel("search_after", 10, "casework", "casework.card", "casework/panels/card_found.html", panels.card_found),
            Panel("person", 2, "casework", "casework.card_keep", "casework/panels/card.html", panels.card),
            Panel("search", 20, "casework", "casework.list", "casework/panels/found.html", panels.found),
            Panel("today", 15, "casework", "casework.list", "casework/panels/returned.html", panels.returned),
            Panel("person", 30, "casework", "casework.list", "casework/panels/cases.html", panels.of_person),
            Panel("case", 10, "casework", "casework.open", "casework/panels/steps.html", panels.steps),
            Panel("case", 20, "casework", "casework.open", "casework/panels/people.html", panels.people),
            Panel("case", 30, "casework", "casework.note", "casework/panels/notes.html", panels.notes),
            Panel("case", 35, "casework", "casework.identify", "casework/panels/identification.html", panels.identification),
            Panel("case", 40, "casework", "casework.open", "casework/panels/services.html", panels.services),
            Panel("case", 50, "casework", "casework.open", "casework/panels/history.html", panels.history),
        )
        ON_END.register(End("casework", actions.preview_end, actions.apply_end))
        ON_ERASE.register(End("casework", actions.preview_erase, actions.apply_erase))
        SEALERS.register("casework", lambda ids: sealed_references(ids := list(ids)) | sealed_cards(ids) | sealed_determinations(ids) | sealed_uses(ids))
        CODES.register("casework", ids_by_code)
        OPENABLE.register("casework", by_glass)
        TRACING.register("casework", called=codes_by_id, things=ids_about)
        CARRIED.register("casework", carried)
