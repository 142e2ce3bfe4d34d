"""A form is taken once: pressed twice, or sent again because the answer got lost, it does nothing a second time.

The page's form carries a random token (``form_token``). Its taking is noted in the transaction of the change itself, so that a
server that dies between the two has done neither or both. Only the same fields count as the same form: who goes back, changes
something and sends it again has sent another one.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial, wraps
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from titip.kit import clock
from titip.protect import vault
from titip.protect.gate.asking import REFUSALS, NotHere
from titip.protect.models import SentForm, Staff

TOKEN: Final = "form_token"  # noqa: S105 - the name of a field
#: Tells a pause in typing from the sending of a form: the script's header, the button of those without a script.
DRAFT_HEADER, DRAFT_BUTTON = "X-Titip-Draft", "save_draft"
#: How long a form that was taken is remembered.
LIFE: Final = timedelta(days=3)
#: Not part of what was typed.
_BESIDE: Final = frozenset({"csrfmiddlewaretoken", "draft_number", "draft_pause"})


def is_draft(request: HttpRequest) -> bool:
    """Whether what is sent is to be kept as a draft and not carried out."""
    return request.method == "POST" and (DRAFT_HEADER in request.headers or DRAFT_BUTTON in request.POST)


def token_sent(request: HttpRequest) -> UUID | None:
    """The token that the sent form carries, or None."""
    try:
        return UUID(request.POST.get(TOKEN, ""))
    except ValueError:
        return None


def taken_once(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let a view take each form once. Forms without a token pass as they are."""

    @wraps(view)
    def once(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        go_on = partial(view, request, *args, **kwargs)
        if request.method != "POST" or token_sent(request) is None or is_draft(request) or not isinstance(request.user, Staff):
            return go_on()
        return _taken(request, request.user, go_on)

    return once


def _taken(request: HttpRequest, staff: Staff, go_on: Callable[[], HttpResponse]) -> HttpResponse:
    refusals: list[Callable[[], object]] = []
    setattr(request, REFUSALS, refusals)
    try:
        with transaction.atomic():
            return _first_or_again(request, staff, go_on)
    except NotHere:
        for record in refusals:
            record()
        raise
    finally:
        delattr(request, REFUSALS)


def _first_or_again(request: HttpRequest, staff: Staff, go_on: Callable[[], HttpResponse]) -> HttpResponse:
    row, first = SentForm.objects.select_for_update().get_or_create(staff=staff, content=_content(request))
    if not first and row.location:
        return HttpResponseRedirect(row.location)
    answer = go_on()
    if 300 <= answer.status_code < 400:
        row.location = answer.headers.get("Location", "")[:400]
        row.save(update_fields=["location"])
        SentForm.objects.filter(at__lt=clock.settled() - LIFE).delete()
    else:  # nothing was done: the form came back with what is wrong
        row.delete()
    return answer


def _content(request: HttpRequest) -> str:
    fields = [(name, values) for name, values in request.POST.lists() if name not in _BESIDE]
    return vault.token("form", json.dumps([request.get_full_path(), sorted(fields)]))
