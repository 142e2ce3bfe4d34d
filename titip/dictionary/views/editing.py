"""The page on which an element is changed."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.dictionary import actions, reads
from titip.dictionary.actions import CannotEdit
from titip.dictionary.forms import ElementEdit
from titip.protect.gate import StaffRequest, done, keep_typed, page, typing, unjudged


@page("dictionary.edit")
def edit(request: StaffRequest, code: str) -> HttpResponse:
    """Change an element; its risk class is confirmed by saving."""
    book = reads.latest_book()
    entry = book.element(code)
    if entry is None:
        raise Http404
    if kept := keep_typed(request, title=_("Change an element: %(code)s") % {"code": code}):
        return kept
    form = ElementEdit(entry, book.purposes, book.questions, typing(request))
    back = reverse("dictionary:element", args=[code])
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_element(code=code, base=form.cleaned_data["base"], changes=form.changes(), actor_code=request.actor.code)
        except CannotEdit as refused:
            form.add_error("risk" if refused.code in ("exposed", "minimum") else None, _(refused.template) % refused.params)
        else:
            done(request)
            messages.success(request, _("Saved. Records written from now on stand under the new version."))
            return redirect(back)
    context = {
        "form": unjudged(request, form), "drafted": True, "heading": entry.label, "title": _("Element"), "submit_label": _("Save this element"),
        "back_url": back, "cancel_url": back,
    }
    return render(request, "titip/form_page.html", context)
