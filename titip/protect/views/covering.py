"""Interview mode: the screen covered at a touch, and shown again once the PIN of this interview was typed."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.protect.actions import covering
from titip.protect.forms.covering import NewPin
from titip.protect.gate import StaffRequest, page
from titip.protect.gate.asking import reference_in
from titip.protect.gate.covering import BACK, FIELDS_FOR, FOR, PIN, covered_in, end, has_pin, keep_sent, ours
from titip.protect.gate.covering import cover as put_cover
from titip.protect.gate.keeping import asks_for_data


@page("protect.myself", before_second_factor=True, keeps=False, under_cover=True)
def cover(request: StaffRequest) -> HttpResponse:
    """Cover the screen (POST), or show the cover."""
    if request.method != "POST":
        return TemplateResponse(request, "protect/cover.html") if covered_in(request) else redirect("today")
    url = reverse("cover")
    if not covered_in(request):
        back = ours(request.POST.get(FOR, ""))
        url = put_cover(request, back=keep_sent(request, ours(request.POST.get(FIELDS_FOR, "")) or back) or back)
    return JsonResponse({"url": url}) if asks_for_data(request) else HttpResponseRedirect(url)


@page("protect.myself", before_second_factor=True, keeps=False, under_cover=True)
def uncover(request: StaffRequest) -> HttpResponse:
    """Take the PIN. After three wrong ones the sign-in ends; what was typed is kept all the same."""
    if request.method != "POST" or not covered_in(request):
        return redirect("cover")
    back = str(request.session.get(BACK, ""))
    left = covering.uncover(
        reference=reference_in(request), actor_code=request.actor.code, pin=request.POST.get("pin", ""), kept=str(request.session.get(PIN, "")),
    )
    if left < 0:
        return HttpResponseRedirect(back or reverse("today"))
    if left == 0:
        return HttpResponseRedirect(end(request, why="wrong_pin"))
    return TemplateResponse(request, "protect/cover.html", {"wrong": True, "left": left})


@page("protect.myself", keeps=False)
def choose(request: StaffRequest) -> HttpResponse:
    """Choose the PIN of this interview, another one, or end interview mode."""
    back = ours(request.POST.get("next", "") or request.GET.get("next", ""))
    if request.method == "POST" and "end" in request.POST:
        request.session.pop(PIN, None)
        messages.success(request, _("Interview mode is over. The PIN is forgotten."))
        return HttpResponseRedirect(back or reverse("today"))
    form = NewPin(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        request.session[PIN] = covering.hashed(pin=form.cleaned_data["pin"], actor_code=request.actor.code, session=reference_in(request))
        messages.success(request, _("The PIN is set. Cover, or Escape twice, covers the screen on every page until you sign out."))
        return HttpResponseRedirect(back or reverse("today"))
    return TemplateResponse(request, "protect/cover_pin.html", {"form": form, "next": back, "on": has_pin(request)})
