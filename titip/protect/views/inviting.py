"""An invited colleague comes in: her code, then the passphrase she chooses; her second factor follows at sign-in."""

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from titip.protect.actions import inviting
from titip.protect.actions.staff import CannotChangeStaff
from titip.protect.forms.inviting import InvitationCode, NewPassphrase
from titip.protect.gate import open_page
from titip.protect.models import Invitation
from titip.protect.rules.phrases import propose

_INVITED: Final = "titip.invited"


@open_page()
def invited(request: HttpRequest) -> HttpResponse:
    """Take the code. A wrong one says the same whatever is wrong with it."""
    form = InvitationCode(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = inviting.invited_by(code=form.cleaned_data["code"], address=str(request.META.get("REMOTE_ADDR", "")))
        except inviting.BadInvitation as error:
            form.add_error("code", str(error))
        else:
            request.session.cycle_key()
            request.session[_INVITED] = found.pk
            return redirect("invited_passphrase")
    context = {"form": form, "heading": _("You were invited"), "submit_label": _("Go on"), "title": _("Sign in"), "cancel_url": "/"}
    return TemplateResponse(request, "titip/form_page.html", context)


@open_page()
def invited_passphrase(request: HttpRequest) -> HttpResponse:
    """Take the passphrase she chose; then she signs in with it, and sets up her second factor."""
    found = Invitation.objects.select_related("staff").filter(pk=request.session.get(_INVITED, 0)).first()
    if found is None:
        return redirect("invited")
    form = NewPassphrase(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            inviting.accept(invitation=found, passphrase=form.cleaned_data["passphrase"])
        except inviting.BadInvitation as error:
            form.add_error(None, str(error))
        except CannotChangeStaff as error:
            form.add_error("passphrase", str(error))
        else:
            del request.session[_INVITED]
            messages.success(request, _("Your passphrase is kept. Sign in with it now; the second factor is set up next."))
            return redirect("account_login")
    context = {
        "form": form, "heading": _("Choose your passphrase"), "submit_label": _("Keep this passphrase"), "title": _("Sign in"), "phrases": propose(),
        "intro": _("Your user name is %(username)s. Nobody else ever knows your passphrase, your administrator included.") % {"username": found.staff.username},
    }
    return TemplateResponse(request, "titip/form_page.html", context)
