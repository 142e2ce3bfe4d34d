"""Template filters for the parts every page is made of."""

from collections.abc import Iterable
from typing import Any

from django import template

register = template.Library()


@register.filter
def with_errors(form: Any, forms: Any = None) -> list[Any]:
    """The forms that hold errors, of one form and of several (a list or a formset); either may be absent.

    `{% for form in form|with_errors:forms %}` lets one error summary speak for a page with many forms.
    """
    several: Iterable[Any] = forms or []
    given = [*([form] if form else []), *several]
    return [one for one in given if getattr(one, "errors", None)]
