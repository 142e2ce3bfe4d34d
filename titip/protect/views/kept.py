"""What somebody had typed when her session ended: send it now, or throw it away."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.protect.gate import NotHere, StaffRequest, page
from titip.protect.gate.keeping import find, forget


@page("protect.myself", keeps=False)
def kept(request: StaffRequest, kept: UUID) -> HttpResponse:
    """Show that it was kept; nobody else's is here. The button sends it to where it was going."""
    found = find(request.user, kept)
    if found is None:
        raise NotHere
    if request.method == "POST":
        forget(request.user, kept)
        messages.success(request, _("Thrown away."))
        return redirect("today")
    context = {"state": "kept", "fields": found.fields, "path": found.path, "throw_away": reverse("kept", args=[kept])}
    return TemplateResponse(request, "protect/held.html", context)
