"""Sign-in and second factor: allauth's steps behind our gate, each declared, each in the log."""

from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from titip.protect.actions import audit, door, seeds, sessions
from titip.protect.forms.second_factor import SecondFactor, SecondFactorAgain
from titip.protect.gate import StaffRequest, open_page, page
from titip.protect.gate.asking import reference_in
from titip.protect.gate.keeping import asks_for_data
from titip.protect.gate.proving import ways
from titip.protect.models import Staff
from titip.protect.rules.phrases import propose
from titip.protect.sign_in import passkeys, practice
from titip.protect.sign_in.second_factor import has_totp


class _SignIn(account.LoginView):
    """In a practice organisation the page lists colleagues to sign in as."""

    template_name = "protect/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**kwargs)
        return {**found, "colleagues": practice.colleagues(), "passkeys": not passkeys.why_not(self.request)}


class _SecondFactor(mfa.AuthenticateView):
    """A passkey or a code. In a practice organisation the page shows the code that a phone would show."""

    def _build_forms(self) -> SecondFactor:
        self.webauthn_form = None
        self.auth_form = SecondFactor(self.request.POST if self.request.method == "POST" else None, user=self.stage.login.user)
        return self.auth_form

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if asks_for_data(request):
            return JsonResponse({"options": passkeys.request_options(self.stage.login.user)})
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.stage.login.user
        return {**super().get_context_data(**kwargs), **ways(self.request, user), "practice_code": practice.code_for(user)}


class _SecondFactorAgain(account.BaseReauthenticateView):
    """As at sign-in, for whoever is signed in."""

    form_class = SecondFactorAgain
    template_name = "mfa/reauthenticate.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: SecondFactorAgain) -> HttpResponse:
        form.save()
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return {**super().get_context_data(**kwargs), **ways(self.request, user), "practice_code": practice.code_for(user)}


class _SetUp(totp.ActivateTOTPView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**kwargs)
        return {**found, "practice_code": practice.code_of_secret(found["form"].secret), "passkeys": not passkeys.why_not(self.request)}


class _Change(account.PasswordChangeView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "phrases": propose()}


_sign_in, _second_factor, _second_factor_again = (view.as_view() for view in (_SignIn, _SecondFactor, _SecondFactorAgain))
_set_up, _change = _SetUp.as_view(), _Change.as_view()


@open_page()
def sign_in(request: HttpRequest) -> HttpResponse:
    """User name and passphrase. Where nobody is a colleague yet, the first day."""
    if door.is_open():
        return redirect("first_day")
    return _sign_in(request)


@open_page()
def second_factor(request: HttpRequest) -> HttpResponse:
    """The code, after the passphrase."""
    return _second_factor(request)


@open_page()
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out; a form, never a link."""
    return account.logout(request)


@open_page()
def away(request: HttpRequest) -> HttpResponse:
    """The page covered itself because nobody was there: the sign-in ends, and the script learns where to sign in and come back."""
    if request.method != "POST":
        return redirect("account_login")
    if isinstance(request.user, Staff):
        audit.record(kind="protect.sign_out", actor_code=request.user.code, session=reference_in(request), detail={"why": "idle"})
        sessions.ended(reference=reference_in(request))
        logout(request)
    path = request.POST.get("next", "")
    ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    url = reverse("account_login") + (f"?{urlencode({'next': path})}" if ours and path != "/" else "")
    return JsonResponse({"url": url}) if asks_for_data(request) else HttpResponseRedirect(url)


@page("protect.myself", before_second_factor=True, keeps=False)
def passphrase_again(request: StaffRequest) -> HttpResponse:
    """The passphrase again: only for whoever has no second factor yet."""
    return account.reauthenticate(request)


@page("protect.myself", before_second_factor=True, keeps=False)
def second_factor_again(request: StaffRequest) -> HttpResponse:
    """A fresh code, before something that needs one."""
    return _second_factor_again(request)


@page("protect.myself", before_second_factor=True, keeps=False)
def set_up_second_factor(request: StaffRequest) -> HttpResponse:
    """Set up an authenticator app, or be led to a passkey. The code that proves it counts as this sign-in's second factor."""
    if has_totp(request.user):
        return redirect("myself")
    with transaction.atomic(), seeds.of_colleague(request.user.pk):
        response: HttpResponse = _set_up(request)
        made = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).first() if request.method == "POST" else None
        if made is not None:
            record_authentication(request, request.user, "mfa", id=made.pk, type=made.type, reauthenticated=True)
            _note(request, "set_up")
    return response


@page("protect.myself", before_second_factor=True, keeps=False)
def show_recovery_codes(request: StaffRequest) -> HttpResponse:
    """Recovery codes, shown once."""
    with seeds.of_colleague(request.user.pk):
        return recovery_codes.view_recovery_codes(request)


@page("protect.myself", keeps=False)
def new_recovery_codes(request: StaffRequest) -> HttpResponse:
    """New recovery codes; the old ones end."""
    with transaction.atomic(), seeds.of_colleague(request.user.pk):
        response: HttpResponse = recovery_codes.generate_recovery_codes(request)
        if request.method == "POST" and response.get("Location") == reverse("mfa_view_recovery_codes"):
            _note(request, "recovery_codes")
    return response


@page("protect.myself", keeps=False)
def change_passphrase(request: StaffRequest) -> HttpResponse:
    """Another passphrase. Other sessions of this colleague end."""
    if not request.user.has_usable_password():
        return redirect("myself")
    with transaction.atomic():
        response: HttpResponse = _change(request)
        if request.method == "POST" and response.status_code == 302:
            _note(request, "passphrase")
            sessions.end_all(staff=request.user, actor_code=request.user.code, session=reference_in(request), but=reference_in(request))
            messages.success(request, _("Your passphrase is changed. You are signed out everywhere else."))
    return response


@page("protect.myself", before_second_factor=True)
def to_myself(request: StaffRequest) -> HttpResponse:
    """Where allauth leads to pages that we do not have."""
    return HttpResponseRedirect(reverse("myself"))


def _note(request: StaffRequest, what: str) -> None:
    audit.record(kind="protect.myself", actor_code=request.user.code, session=reference_in(request), detail={"changed": what})
