"""What every form page of casework does: find the case, ask the gate, show the form, carry out, come back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.casework import reads
from titip.casework.actions import CannotDo
from titip.casework.forms.choices import DayField
from titip.casework.models import Case
from titip.consent.rules import CannotRecord
from titip.protect.gate import NotHere, StaffRequest, allow, keep_typed, offer_undo, typing, unjudged
from titip.protect.gate import done as finished
from titip.protect.rules.grounds import NoGrounds


class Sure(forms.Form):
    """Asks nothing but to press the button: for what needs a second thought."""


def sent(request: StaffRequest) -> QueryDict | None:
    """What was sent; at a first look what she had typed here and not sent; None where there is neither."""
    return typing(request)


def the_case(request: StaffRequest, case_id: UUID, action: str) -> Case:
    """The case, where whoever asks may do ``action`` with it. Raises NotHere otherwise."""
    found = reads.case_for(case_id)
    if found is None:
        raise NotHere
    allow(request, action, reads.facts(found))
    return found


def ask(
    request: StaffRequest, case: Case, form: forms.Form, *, act: Callable[[dict[str, Any]], Any], done: str, heading: str, submit: str,
    undo: Callable[[Any], str] | None = None, about: UUID | None = None, template: str = "titip/form_page.html", looking: bool = False, **shown: Any,
) -> HttpResponse:
    """Show ``form``; when it is sent and valid, carry out ``act`` with its values, say ``done`` and go back to the case (or to ``back``).

    What is refused comes back as an error of the form, with everything that was typed; what is only typed is kept as a draft, about
    ``about`` or the case. ``undo`` makes of what ``act`` returned the address that takes it back. ``looking``: what was sent asks for
    another look at the page, and for nothing to be done.
    """
    if kept := keep_typed(request, title=f"{heading} · {case.code}", about=about or case.pk):
        return kept
    back = shown.pop("back", reverse("casework:case", args=[case.pk]))
    if request.method == "POST" and not looking and form.is_valid():
        try:
            made = _carry_out(request, act, form.cleaned_data)
        except (CannotDo, CannotRecord) as refused:
            form.add_error(refused.field if refused.field in form.fields else None, _(refused.message))
        except NoGrounds as refused:
            form.add_error(None, _(str(refused)))
        else:
            if undo is None:
                messages.success(request, done)
            else:
                offer_undo(request, undo(made), done)
            return redirect(back)
    context = {
        "form": unjudged(request, form, looking=looking), "heading": heading, "submit_label": submit, "back_url": back, "cancel_url": back, "title": _("Case"),
        "drafted": any(isinstance(field, (forms.CharField, DayField)) for field in form.fields.values()), **shown,
    }
    return render(request, template, context)


@transaction.atomic
def _carry_out(request: StaffRequest, act: Callable[[dict[str, Any]], Any], given: dict[str, Any]) -> Any:
    """The change; with it the draft goes."""
    made = act(given)
    finished(request)
    return made
