"""Pages composed of what rooms put on them: ``{% panels "person" person=person %}``."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from titip.protect.gate import may
from titip.protect.rules import pages

register = template.Library()


@register.simple_tag(takes_context=True)
def panels(context: template.Context, page: str, **things: Any) -> SafeString:
    """The panels of ``page`` that whoever asks may see, in order. A panel without anything to say is left out.

    Each room's ``context(request, **things)`` answers for its own panel; the access decision about the thing itself is the room's too.
    """
    request = context["request"]
    drawn = []
    for panel in pages.panels(page):
        if not may(request, panel.action):
            continue
        given = panel.context(request, **things)
        if given is not None:
            drawn.append(render_to_string(panel.template, given, request=request))
    return mark_safe("".join(drawn))  # noqa: S308 - each part was escaped by its own template
