"""The page on which it is decided which roles see and fill in one kind of record."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.intake import actions, reads
from titip.intake.forms import KindRoles
from titip.protect.gate import NotHere, may, page


@page("dictionary.edit", keeps=False)
def kind_roles(request, kind_code):
    """Who sees it, who fills it in: within what the house lets each role do."""
    kind = reads.kind_of(kind_code)
    if kind is None:
        raise NotHere
    back = reverse("intake:records" if may(request, "intake.records") else "dictionary:elements")
    form = KindRoles(request.actor, kind, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.open_kind_to(actor=request.actor, kind=kind, see=form.cleaned_data["see"], fill=form.cleaned_data["fill"])
        except actions.CannotOpen as refused:
            form.add_error("see" if refused.code == "see" else "fill", _(refused.template))
        else:
            messages.success(request, _("It holds from now on."))
            return redirect(back)
    context = {
        "form": form, "heading": _("Who sees and fills in: %(kind)s") % {"kind": kind.name}, "title": _("Roles"), "submit_label": _("Open it to these roles"),
        "back_url": back, "cancel_url": back,
        "intro": _("How far each reaches, her own records or her team's, stays as the house decided. Nobody gets more here than her role has anyway."),
    }  # fmt: skip
    return render(request, "titip/form_page.html", context)
