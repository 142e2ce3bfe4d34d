"""Accounts: closed sign-up, one answer for every failure, short limits, every step in the log."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from titip.kit import clock
from titip.protect.actions import audit, sessions
from titip.protect.models import Staff
from titip.protect.sign_in import devices, limits
from titip.protect.sign_in.second_factor import has_second_factor

#: Keys of the session, as the gate reads them.
SINCE, REFERENCE = "titip.since", "titip.reference"
#: A passphrase given this many seconds ago is enough to set up a first second factor.
JUST_SIGNED_IN = 10 * 60


class AccountAdapter(DefaultAccountAdapter):
    """Named by ACCOUNT_ADAPTER. allauth calls it at every step of a sign-in."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("This user name and passphrase do not belong together. Check both; capital letters matter in the passphrase."),
        "incorrect_password": _("This is not your passphrase. Check the keyboard; capital letters matter."),
        "incorrect_code": _("This code does not fit, or was used already. Wait for the next one, then type it."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again. A colleague on another device is not held up."),
        "rate_limited": _("Too many tries. Wait a minute, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by an administrator."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """The colleague with this user name and passphrase. One who has left gets the answer of one who never was."""
        found = super().authenticate(request, **credentials)
        if found is not None and not found.is_active:
            AuthenticationBackend.unstash_authenticated_user()
            self.authentication_failed(request, **credentials)
            return None
        return found

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log a failure. What was typed as a user name stays out: it may be a passphrase typed in the wrong box."""
        known = Staff.objects.filter(username__iexact=str(credentials.get("username", ""))[:60]).values_list("code", flat=True).first()
        told = {"step": "passphrase", "browser": devices.family_of(request).replace(" ", "-")}
        audit.record(kind="protect.sign_in", outcome="failed", actor_code=known or "nobody", detail=told)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try, before anything is stretched. Raises ValidationError where there were too many."""
        self._login_failed_rl_usage = limits.passphrase(request, username=str(credentials.get("username", "")), address=self.get_client_ip(request))
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign in, under a fresh session with a reference for the log, in a browser that is known from now on."""
        assert isinstance(user, Staff)
        super().login(request, user)
        reference, family = secrets.token_hex(8), devices.family_of(request)
        request.session[SINCE], request.session[REFERENCE] = clock.now().timestamp(), reference
        steps = sorted({str(record["method"]) for record in get_authentication_records(request, user)})
        # With the passphrase alone she may be anybody who saw her type it: the browser is known once she gave her second factor too.
        device = devices.remember(request, user) if "mfa" in steps else None
        sessions.begin(staff=user, reference=reference, family=family, device=device)
        told = {"steps": steps, "browser": family.replace(" ", "-")}
        audit.record(kind="protect.sign_in", actor_code=user.code, session=reference, detail=told)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """The page that follows, with the browser's own cookie."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        devices.hand_over(request, response)
        return response

    def logout(self, request: HttpRequest) -> None:
        """Sign out."""
        if isinstance(request.user, Staff):
            sessions.ended(reference=str(request.session.get(REFERENCE, "")))
            audit.record(kind="protect.sign_out", actor_code=request.user.code, session=str(request.session.get(REFERENCE, "")), detail={"why": "asked"})
        super().logout(request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """One page for both kinds of second factor. With one set up, the passphrase alone proves nobody."""
        if has_second_factor(user):
            return [{"id": "mfa_reauthenticate", "description": _("Your second factor"), "url": reverse("mfa_reauthenticate")}]
        if user.has_usable_password():
            return [{"id": "reauthenticate", "description": _("Your passphrase"), "url": reverse("account_reauthenticate")}]
        return []

    def is_reauthentication_required(self, app: str = "") -> bool:
        """Not within minutes of signing in, for the one who sets up her first second factor."""
        user = self.request.user
        if isinstance(user, Staff) and not has_second_factor(user):
            given = [record["at"] for record in get_authentication_records(self.request, user)]
            return not given or abs(clock.now().timestamp() - max(given)) > JUST_SIGNED_IN
        return True

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """One who leaves in the middle of a sign-in is back at its start."""
        return HttpResponseRedirect(reverse("account_login"))

    def is_ajax(self, request: HttpRequest) -> bool:
        """Never: our pages ask for pages."""
        return False

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """There are no e-mails: they would carry names and tell others who works here. The log has the event."""

    def add_message(self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any) -> None:
        """No "signed in as NAME" over the first page; only what our own pages say."""
