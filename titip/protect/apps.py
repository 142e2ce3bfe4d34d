"""The protect room as a Django app."""

from django.apps import AppConfig


class Room(AppConfig):
    """Registers what this room puts on shared pages."""

    name = "titip.protect"
    label = "protect"

    def ready(self) -> None:
        """Declare the room's actions and its menu entries."""
        from titip.protect import jobs
        from titip.protect.actions import notices as telling
        from titip.protect.panels import drafts, first_colleagues, glass_open, glass_review, glass_search, kept, notices, rules, slots_left, work
        from titip.protect.reads.kept import sealed_references
        from titip.protect.rules import actions  # noqa: F401 - declares
        from titip.protect.rules.ends import ON_ERASE, End
        from titip.protect.rules.notices import NOTICES, NoticeKind
        from titip.protect.rules.pages import NavItem, Panel, register_nav, register_panel
        from titip.protect.rules.sealing import SEALERS

        register_nav(
            NavItem(785, "Alarms", "alarms", "protect.alarms", "trust", "What calls for a look: many records opened, refusals, odd hours."),
            NavItem(790, "Who read what", "who_read", "protect.reads.team", "trust", "What each colleague of your teams has opened."),
            NavItem(791, "Who has seen", "seen_by", "protect.reads.person", "trust", "Who has opened the record of one person."),
            NavItem(796, "Broken glass", "glass_list", "protect.glass.list", "trust", "Records opened in an emergency, and whether it was right."),
            NavItem(800, "Who did what", "who_did_what", "protect.audit.read", "trust", "The log: every act, who did it, and when."),
            NavItem(805, "Weekly report", "week", "protect.week", "trust", "The week on one sheet, with the characters that prove the log whole."),
            NavItem(810, "People and roles", "colleagues", "protect.staff.list", "settings", "Who works here, in which role; who joins and who leaves."),
            NavItem(815, "Keys and slots", "keys", "protect.keys.list", "settings", "Who can unlock the server, and how."),
            NavItem(820, "Background work", "work", "protect.work.list", "settings", "What the server is doing by itself, and what went wrong."),
        )
        register_panel(
            Panel("today", 0, "protect", "protect.myself", "protect/panel_kept.html", kept),
            Panel("today", 6, "protect_rules", "protect.myself", "protect/panel_rules.html", rules),
            Panel("today", 5, "protect_slots", "protect.keys.change", "protect/panel_slots.html", slots_left),
            Panel("today", 1, "protect_first", "protect.staff.change", "protect/panel_first.html", first_colleagues),
            Panel("today", 2, "protect_glass", "protect.glass.break", "protect/panel_glass.html", glass_open),
            Panel("today", 12, "protect_glass_review", "protect.glass.review", "protect/panel_glass_review.html", glass_review),
            Panel("search_after", 20, "protect", "protect.glass.break", "protect/panel_glass_search.html", glass_search),
            Panel("today", 21, "protect_drafts", "protect.myself", "protect/panel_drafts.html", drafts),
            Panel("today", 3, "protect", "protect.myself", "protect/panel_notices.html", notices),
            Panel("today", 5, "protect", "protect.myself", "protect/panel_work.html", work),
        )
        NOTICES.register(
            NoticeKind("protect.glass", "The glass was broken on %(code)s: look at it", "glass_one"),
            NoticeKind("protect.glass_reviewed", "A supervisor says that it was not right to open %(code)s. Talk to her", ""),
        )
        NOTICES.register(
            NoticeKind("protect.policy", "A role may do more since version %(code)s of who may do what: look at it", "access_versions", of_thing=False),
        )
        NOTICES.register(NoticeKind("protect.alarm", "An alarm about %(code)s calls for a look", "alarm"))
        ON_ERASE.register(End("protect", telling.preview_erase, telling.apply_erase))
        SEALERS.register("protect", sealed_references)
        jobs.register()
