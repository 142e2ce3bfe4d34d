"""What rooms put on shared pages: navigation items and panels. The web entrance composes them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class NavItem:
    """An entry of the navigation, shown to whoever may do ``action``. ``label`` and ``hint`` are message ids; ``url`` a URL name.

    ``group``, a key of GROUPS: where her menu would be too long to take in, the entry stands on the page of that group instead, with its
    ``hint``: what one finds there, in a line.
    """

    order: int
    label: str
    url: str
    action: str
    group: str = ""
    hint: str = ""


@dataclass(frozen=True)
class NavGroup:
    """What a long menu folds away behind one entry. ``label`` and ``hint`` are message ids; the key stands in the address."""

    order: int
    label: str
    hint: str


#: The groups of the design's menu. A case worker's own pages belong to none: they always stand in the menu.
GROUPS = {
    "data": NavGroup(50, "Data", "How good the answers are, and what we ask."),
    "insights": NavGroup(65, "Insights", "Questions that tables without names can answer."),
    "trust": NavGroup(780, "Trust", "What was opened, given out and done, and by whom."),
    "settings": NavGroup(805, "Settings", "Colleagues, keys and the running of this house."),
}


@dataclass(frozen=True)
class Panel:
    """A part of a shared page (``today``, ``person``, ``case``). ``context(request, **things)`` returns the template's context, or None for nothing."""

    page: str
    order: int
    room: str
    action: str
    template: str
    context: Callable[..., dict[str, Any] | None]


_NAV: dict[str, NavItem] = {}
_PANELS: dict[tuple[str, str, str], Panel] = {}


def register_nav(*items: NavItem) -> None:
    """Called from a room's ``apps.ready``."""
    for item in items:
        _NAV[item.url] = item


def register_panel(*panels: Panel) -> None:
    """Called from a room's ``apps.ready``."""
    for panel in panels:
        _PANELS[(panel.page, panel.room, panel.template)] = panel


def nav_items() -> list[NavItem]:
    """All entries in order."""
    return sorted(_NAV.values(), key=lambda item: item.order)


def panels(page: str) -> list[Panel]:
    """The panels of a page in order."""
    return sorted((p for p in _PANELS.values() if p.page == page), key=lambda p: p.order)
