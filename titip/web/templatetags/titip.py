"""Template tags for the parts every page is made of."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from titip.kit.codes import spoken as said

register = template.Library()


@register.simple_tag(takes_context=True)
def forms_to_check(context: template.Context) -> list[Any]:
    """The forms with errors among the page's `form` and `forms` (a list or a formset), in that order; either may be absent.

    So one error summary speaks for a page with many forms: `{% forms_to_check as wrong %}`.
    """
    one, several = context.get("form"), context.get("forms") or []
    return [form for form in [one, *several] if getattr(form, "errors", None)]


@register.filter
def spoken(code: str) -> str:
    """How a code is read out on the telephone, letter by letter."""
    return said(code)


@register.filter
def minutes(seconds: float) -> str:
    """A length of time in whole minutes; under a minute and a half in seconds."""
    return _("%(n)d s") % {"n": round(seconds)} if seconds < 90 else _("%(n)d min") % {"n": round(seconds / 60)}
