"""The register room as a Django app."""

from django.apps import AppConfig


class Room(AppConfig):
    """Registers what this room puts on shared pages."""

    name = "titip.register"
    label = "register"

    def ready(self) -> None:
        """Declare the room's actions and its place in the navigation."""
        from titip.dictionary.rules.using import USES
        from titip.protect.rules.codes import CODES
        from titip.protect.rules.ends import ON_ERASE, End
        from titip.protect.rules.glass import OPENABLE
        from titip.protect.rules.joining import CARRIED
        from titip.protect.rules.notices import NOTICES, NoticeKind
        from titip.protect.rules.pages import NavItem, Panel, register_nav, register_panel
        from titip.protect.rules.sealing import SEALERS
        from titip.protect.rules.tracing import TRACING
        from titip.register import panels
        from titip.register.actions.files import apply_erase, preview_erase
        from titip.register.reads.opening import sealed_references
        from titip.register.reads.people import by_glass, carried, ids_by_code
        from titip.register.reads.tracing import codes_by_id, people_by_id, things_of
        from titip.register.reads.using import filled_since
        from titip.register.rules import actions  # noqa: F401 - declares

        NOTICES.register(
            NoticeKind("register.given", "You work with %(code)s now", "register:person"),
            NoticeKind("register.taken", "%(code)s was handed to a colleague", ""),
        )
        register_panel(Panel("today", 1, "register", "register.add", "register/nobody_yet.html", panels.nobody_yet))
        register_panel(Panel("search", 10, "register", "register.list", "register/found.html", panels.found))
        register_nav(NavItem(20, "People", "register:list", "register.list"))
        SEALERS.register("register", sealed_references)
        ON_ERASE.register(End("register", preview_erase, apply_erase))
        CODES.register("register", ids_by_code)
        OPENABLE.register("register", by_glass)
        CARRIED.register("register", carried)
        USES.register("register", filled_since)
        TRACING.register("register", people=people_by_id, called=codes_by_id, things=things_of)
