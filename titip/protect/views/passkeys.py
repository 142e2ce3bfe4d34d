"""Passkeys: made, named, removed, and signed in with."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.core.internal import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import auto_generate_recovery_codes
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from titip.protect.actions import audit, seeds
from titip.protect.forms.passkeys import NewPasskey, PasskeyName
from titip.protect.gate import NotHere, StaffRequest, open_page, page
from titip.protect.gate.asking import reference_in
from titip.protect.gate.keeping import asks_for_data
from titip.protect.models import Staff
from titip.protect.sign_in import devices, passkeys
from titip.protect.sign_in.second_factor import has_second_factor


@open_page()
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in by passkey alone: a challenge for a script that asks, then the browser's answer."""
    if asks_for_data(request) and request.method == "GET":
        return JsonResponse({"options": passkeys.request_options(None)})
    if request.method != "POST" or isinstance(request.user, Staff):
        return redirect("account_login")
    try:
        if not ratelimit.consume(request, app="allauth.mfa", action="webauthn_login"):
            raise ValidationError(_("Too many tries. Wait a minute, then try again."))
        return passkeys.sign_in(passkeys.check(None, passkeys.read(request.POST.get("credential", ""))))
    except ValidationError as error:
        told = {"step": "passkey", "browser": devices.family_of(request).replace(" ", "-")}
        audit.record(kind="protect.sign_in", outcome="failed", actor_code="nobody", detail=told)
        messages.error(request, error.messages[0])
    path = request.POST.get("next", "")
    return redirect(reverse("account_login") + (f"?{urlencode({'next': path})}" if path else ""))


@page("protect.myself", before_second_factor=True, keeps=False)
def challenge(request: StaffRequest) -> HttpResponse:
    """A challenge for her own passkeys, for a page that asks for the second factor again."""
    if not asks_for_data(request) or request.method != "GET":
        return redirect("myself")
    return JsonResponse({"options": passkeys.request_options(request.user)})


@page("protect.myself", before_second_factor=True, keeps=False)
def add(request: StaffRequest) -> HttpResponse:
    """Make a passkey, after the second factor that she has; the first one counts as this sign-in's second factor."""
    return _add(request)


@reauthentication_required(app="allauth.mfa")
def _add(request: StaffRequest) -> HttpResponse:
    lacking = passkeys.why_not(request)
    many = len(passkeys.of(request.user)) >= passkeys.MOST
    if asks_for_data(request) and request.method == "GET":
        return JsonResponse({"options": passkeys.creation_options(request.user)}) if not (lacking or many) else JsonResponse({}, status=409)
    form = NewPasskey(request.POST or None)
    if request.method == "POST" and not (lacking or many) and form.is_valid():
        return _keep(request, form.cleaned_data)
    first = not has_second_factor(request.user)
    return TemplateResponse(request, "protect/passkey_new.html", {"form": form, "lacking": lacking, "many": many, "first": first})


@transaction.atomic
def _keep(request: StaffRequest, told: dict[str, Any]) -> HttpResponse:
    first = not has_second_factor(request.user)
    made = WebAuthn.add(request.user, told["name"], told["credential"]).instance
    with seeds.of_colleague(request.user.pk):
        codes = auto_generate_recovery_codes(request)
    if first:
        record_authentication(request, request.user, "mfa", id=made.pk, type=made.type, reauthenticated=True)
    _note(request, "passkey")
    messages.success(request, _("The passkey is made. You can sign in with it from now on."))
    return redirect("mfa_view_recovery_codes" if codes else "myself")


@page("protect.myself", keeps=False)
def rename(request: StaffRequest, passkey: int) -> HttpResponse:
    """Call it something else."""
    found = _mine(request, passkey)
    form = PasskeyName(request.POST or None, initial={"name": passkeys.name_of(found)})
    if request.method == "POST" and form.is_valid():
        found.data["name"] = form.cleaned_data["name"]
        found.save(update_fields=["data"])
        messages.success(request, _("The passkey has its new name."))
        return redirect("myself")
    context = {"form": form, "heading": _("Name this passkey"), "submit_label": _("Keep this name"), "title": _("Passkey"), "cancel_url": reverse("myself")}
    return TemplateResponse(request, "titip/form_page.html", context)


@page("protect.myself", keeps=False)
def remove(request: StaffRequest, passkey: int) -> HttpResponse:
    """Ask once more, then remove it, where another way to prove herself stays."""
    return _remove(request, _mine(request, passkey))


@reauthentication_required(app="allauth.mfa")
def _remove(request: StaffRequest, found: Authenticator) -> HttpResponse:
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    with transaction.atomic():
        last = not Authenticator.objects.select_for_update().filter(user=request.user, type__in=kinds).exclude(pk=found.pk).exists()
        if request.method == "POST" and not last:
            found.delete()
            _note(request, "passkey_removed")
            messages.success(request, _("The passkey is removed: it opens nothing here any more. You may delete it in your device too."))
            return redirect("myself")
    return TemplateResponse(request, "protect/passkey_remove.html", {"name": passkeys.name_of(found), "last": last})


def _mine(request: StaffRequest, passkey: int) -> Authenticator:
    found = Authenticator.objects.filter(pk=passkey, user=request.user, type=Authenticator.Type.WEBAUTHN).first()
    if found is None:
        raise NotHere
    return found


def _note(request: StaffRequest, what: str) -> None:
    audit.record(kind="protect.myself", actor_code=request.user.code, session=reference_in(request), detail={"changed": what})
