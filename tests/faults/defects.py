"""Defects to plant in a server, each the kind of mistake that a careless change would make."""

import os
import threading
from typing import Any

from django.apps import AppConfig


class Planted(AppConfig):
    """Plants the defect that TITIP_PLANTED names, once every room stands."""

    name = "tests.faults"
    label = "planted_faults"

    def ready(self) -> None:
        """Plant it."""
        {
            "says_saved_too_early": _says_saved_too_early, "last_tab_wins": _last_tab_wins, "last_person_wins": _last_person_wins,
            "taken_as_often_as_sent": _taken_as_often_as_sent, "empty_page_on_a_full_disk": _empty_page_on_a_full_disk,
        }[os.environ["TITIP_PLANTED"]]()


def _says_saved_too_early() -> None:
    """A pause is answered first and kept a second later."""
    from titip.intake.actions import drafts
    from titip.protect.gate import drafting

    def later(keep: Any) -> Any:
        def kept(*given: Any) -> Any:
            threading.Timer(1.5, keep, given).start()
            return given[1] if len(given) > 3 else None

        return kept

    drafts._seal = later(drafts._seal)
    drafting._seal = later(drafting._seal)


def _last_tab_wins() -> None:
    """Whatever tab sends last is right."""
    from titip.intake.actions import drafts
    from titip.intake.rules.meeting import Met

    drafts.meet = lambda page, draft, had: Met(page.over(draft), (), had)


def _last_person_wins() -> None:
    """Whoever saves last is right."""
    from titip.register.actions import saving

    merge = saving.merge
    saving.merge = lambda base, theirs, mine, *more: merge(theirs, theirs, mine, *more)


def _taken_as_often_as_sent() -> None:
    """The token of a form is not looked at."""
    from titip.protect.gate import once

    once._first_or_again = lambda request, staff, go_on: go_on()


def _empty_page_on_a_full_disk() -> None:
    """An error page that holds nothing."""
    from titip.protect.gate import middleware

    middleware._TROUBLE = ()
