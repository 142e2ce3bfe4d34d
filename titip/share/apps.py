"""The share room as a Django app."""

from django.apps import AppConfig


class Room(AppConfig):
    """Registers what this room puts on shared pages, and what it does when consent ends."""

    name = "titip.share"
    label = "share"

    def ready(self) -> None:
        """Declare actions, navigation and the end of consent."""
        from titip.consent.rules import ON_END
        from titip.protect.rules.codes import CODES
        from titip.protect.rules.ends import End
        from titip.protect.rules.pages import NavItem, Panel, register_nav, register_panel
        from titip.share import actions, panels
        from titip.share.reads import ids_by_code
        from titip.share.rules import actions as declared  # noqa: F401 - declares

        register_nav(NavItem(60, "Releases", "share:register", "share.list", "trust", "Tables given out: to whom, for what, and how safe they were."))
        register_panel(Panel("today", 16, "share", "share.approve", "share/panel_deciding.html", panels.deciding))
        ON_END.register(End("share", actions.preview_end, actions.apply_end))
        CODES.register("share", ids_by_code)
