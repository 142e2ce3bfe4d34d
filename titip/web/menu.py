"""Her menu: the entries that are for her, folded into groups where they would be too many to take in."""

import logging
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from titip.protect.gate import may
from titip.protect.rules.pages import GROUPS, NavItem, nav_items

log = logging.getLogger("titip.web")

#: Most entries that stand unfolded: what a tired person takes in at one look.
MOST = 8


def menu(request: HttpRequest) -> list[dict[str, Any]]:
    """``label``, ``url`` and whether she is there (``current``), in order.

    Of the entries that the page lies under only the nearest is where she is (a team's page lies under the cases). Past MOST entries those
    of a group stand behind one; a group that has a single entry for her stays that entry.
    """
    hers = entries(request)
    if len(hers) <= MOST:
        return hers
    folded = [entry for entry in hers if len(_of_group(hers, entry["group"])) < 2]
    for code, group in GROUPS.items():
        inside = _of_group(hers, code)
        if len(inside) > 1:
            url = reverse("menu", args=[code])
            current = request.path == url or any(entry["current"] for entry in inside)
            folded.append({"label": _(group.label), "url": url, "current": current, "order": group.order, "group": code})
    return sorted(folded, key=lambda entry: int(entry["order"]))


def of_group(request: HttpRequest, code: str) -> list[dict[str, Any]]:
    """The entries of a group that are for her, each with its ``hint``."""
    return _of_group(entries(request), code)


def entries(request: HttpRequest) -> list[dict[str, Any]]:
    """Everything that is for her, unfolded."""
    found = [entry for item in nav_items() if (entry := _entry(request, item))]
    nearest = max((len(entry["url"]) for entry in found if entry["current"]), default=0)
    return [{**entry, "current": entry["current"] and len(entry["url"]) == nearest} for entry in found]


def _of_group(hers: list[dict[str, Any]], code: str) -> list[dict[str, Any]]:
    return [entry for entry in hers if code and entry["group"] == code]


def _entry(request: HttpRequest, item: NavItem) -> dict[str, Any] | None:
    """A menu entry, or None where it is not for her."""
    if not may(request, item.action):
        return None
    try:
        url = reverse(item.url)
    except NoReverseMatch:
        log.error("the menu names a page that does not exist: %s", item.url)
        return None
    here = request.path == url or (url != "/" and request.path.startswith(url.rstrip("/") + "/"))
    hint = _(item.hint) if item.hint else ""
    return {"label": _(item.label), "url": url, "current": here, "order": item.order, "group": item.group, "hint": hint}
