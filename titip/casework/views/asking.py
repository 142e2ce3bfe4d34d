"""What every form page of casework does: find the case, ask the gate, show the form, carry out, come back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.casework import reads
from titip.casework.actions import CannotDo
from titip.casework.models import Case
from titip.consent.rules import CannotRecord
from titip.protect.gate import NotHere, StaffRequest, allow
from titip.protect.rules.grounds import NoGrounds


class Sure(forms.Form):
    """Asks nothing but to press the button: for what needs a second thought."""


def sent(request: StaffRequest) -> QueryDict | None:
    """What was sent, or None where the form is only shown. (``request.POST or None`` takes a form without fields for one that was not sent.)"""
    return request.POST if request.method == "POST" else None


def the_case(request: StaffRequest, case_id: UUID, action: str) -> Case:
    """The case, where whoever asks may do ``action`` with it. Raises NotHere otherwise."""
    found = reads.case_for(case_id)
    if found is None:
        raise NotHere
    allow(request, action, reads.facts(found))
    return found


def ask(
    request: StaffRequest, case: Case, form: forms.Form, *, act: Callable[[dict[str, Any]], object], done: str, heading: str, submit: str, **shown: Any,
) -> HttpResponse:
    """Show ``form``; when it is sent and valid, carry out ``act`` with its values, say ``done`` and go back to the case (or to ``back``).

    What is refused comes back as an error of the form, with everything that was typed.
    """
    back = shown.pop("back", reverse("casework:case", args=[case.pk]))
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except (CannotDo, CannotRecord) as refused:
            form.add_error(refused.field if refused.field in form.fields else None, _(refused.message))
        except NoGrounds as refused:
            form.add_error(None, _(str(refused)))
        else:
            messages.success(request, done)
            return redirect(back)
    context = {"form": form, "heading": heading, "submit_label": submit, "back_url": back, "cancel_url": back, "title": _("Case"), **shown}
    return render(request, "titip/form_page.html", context)
