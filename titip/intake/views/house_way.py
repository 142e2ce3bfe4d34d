"""How questions come in this house, for colleagues who have not chosen."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.intake import actions, reads
from titip.intake.forms import HouseWayForm
from titip.protect.gate import StaffRequest, only, page


@page("intake.way")
def house_way(request: StaffRequest) -> HttpResponse:
    """One question a page, or whole sections: where nobody chose otherwise."""
    only(request, "intake.way")
    form = HouseWayForm(request.POST or None, initial={"layout": reads.house_layout()})
    if request.method == "POST" and form.is_valid():
        actions.set_house_way(actor=request.actor, layout=form.cleaned_data["layout"])
        messages.success(request, _("Kept. It holds for everybody who has not chosen otherwise."))
        return redirect("intake:house_way")
    back = reverse("today")
    context = {
        "form": form, "heading": _("How questions come"), "title": _("Questions"), "submit_label": _("Keep this"), "back_url": back, "cancel_url": back,
        "intro": _("Where a colleague has chosen for herself, her choice stays. From paper, whole sections always come first."),
    }
    return render(request, "titip/form_page.html", context)
