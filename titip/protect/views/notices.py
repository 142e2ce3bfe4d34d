"""A colleague has read her news."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from titip.protect.actions.notices import read_all
from titip.protect.gate import StaffRequest, page


@page("protect.myself")
@require_POST
def read(request: StaffRequest) -> HttpResponse:
    """Take the lines that were shown off her Today."""
    up_to = request.POST.get("up_to", "")
    if up_to.isascii() and up_to.isdigit() and len(up_to) < 19:
        read_all(staff_id=request.user.pk, up_to=int(up_to))
    return redirect("today")
