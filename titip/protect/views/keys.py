"""Unlocking and locking the server: before sign-in, by page or by the command on the same machine."""

import json
import secrets
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from titip.protect import vault
from titip.protect.actions import background, door, keys, renewing, slots
from titip.protect.forms.keys import Unlock
from titip.protect.gate import Mark, StaffRequest, enter, open_page
from titip.protect.vault import keyring

_LOOPBACK = frozenset({"127.0.0.1", "::1", "::ffff:127.0.0.1"})
_PROXY_HEADERS = ("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via")
_MOST_BYTES = 4_000
_STATUS: dict[type[vault.VaultError], int] = {vault.WrongPassphrase: 403, vault.TooManyAttempts: 429}


@csrf_exempt  # the page's own form is checked in _unlock_page; the command sends JSON, which no other site's page can
@open_page(while_locked=True)
def unlock(request: HttpRequest) -> HttpResponse:
    """Take a slot's passphrase and unlock. Stands before sign-in and looks the same to everybody."""
    if request.content_type == "application/json":
        return _unlock_by_command(request)
    response: HttpResponse = _unlock_page(request)
    return response


@csrf_protect
def _unlock_page(request: HttpRequest) -> HttpResponse:
    onwards = _next(request)
    if not vault.is_locked():
        return HttpResponseRedirect(onwards)
    form = Unlock(request.POST or None)
    trouble = _keyring_trouble()
    if isinstance(trouble, vault.NoKeyring) and door.is_open():
        return HttpResponseRedirect(reverse("first_day"))
    if request.method == "POST" and trouble is None and form.is_valid():
        try:
            keys.unlock(passphrase=form.cleaned_data["passphrase"], where="page")
            return HttpResponseRedirect(onwards)
        except vault.SecondNeeded:
            form = Unlock()
        except (vault.WrongPassphrase, vault.TooManyAttempts) as error:
            form.add_error("passphrase", str(error))
        except vault.KeyringError as error:
            trouble = error
    context = {"form": form, "trouble": trouble, "missing": isinstance(trouble, vault.NoKeyring), "next": onwards, **_two()}
    return TemplateResponse(request, "protect/unlock.html", context)


def _unlock_by_command(request: HttpRequest) -> HttpResponse:
    """``{"passphrase": …}`` from this machine: ``{"locked": false}``, or ``{"locked": true, "error": code, "message": sentence}``."""
    if request.method != "POST" or not _from_this_machine(request):
        raise Http404
    passphrase = _read_passphrase(request)
    if passphrase is None:
        return JsonResponse({"locked": vault.is_locked(), "error": "BadRequest", "message": 'Send {"passphrase": "…"}.'}, status=400)
    if vault.is_locked():
        try:
            keys.unlock(passphrase=passphrase, where="command")
        except vault.KeyringError as error:
            return JsonResponse({"locked": True, "error": type(error).__name__, "message": str(error)}, status=_STATUS.get(type(error), 409))
    return JsonResponse({"locked": False})


def _json_of(request: HttpRequest) -> dict[str, Any] | None:
    try:
        told = json.loads(request.body) if len(request.body) <= _MOST_BYTES else None
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _read_passphrase(request: HttpRequest) -> str | None:
    told = _json_of(request)
    passphrase = told.get("passphrase") if told else None
    return passphrase if isinstance(passphrase, str) and passphrase else None


@csrf_exempt  # the command proves itself by the control token
@open_page(while_locked=True)
def by_command(request: HttpRequest) -> HttpResponse:
    """What ``titip keys`` has the running server do, for it holds the keys: ``{"verb": …}`` with what the verb needs."""
    given, expected = request.headers.get("X-Titip-Control", ""), _control_token()
    known = bool(expected) and secrets.compare_digest(given.encode(), expected.encode())
    told = _json_of(request) if request.method == "POST" and _from_this_machine(request) and known else None
    if told is None:
        raise Http404
    try:
        return JsonResponse(_obey(told))
    except vault.VaultError as error:
        return JsonResponse({"error": type(error).__name__, "message": str(error), "exit_code": error.exit_code}, status=409)


def _obey(told: dict[str, Any]) -> dict[str, Any]:
    match told.get("verb"):
        case "rotate":
            renewing.begin(actor_code="command")
            background.ask(job="protect.rewrap", ids={}, actor_code="command", staff_id=None)
        case "remove":
            slots.remove(slot=str(told["slot"]), passphrase=str(told["passphrase"]), actor_code="command", few_is_fine=told.get("few_is_fine") is True)
            background.ask(job="protect.rewrap", ids={}, actor_code="command", staff_id=None)
        case "two":
            slots.need_two(two=told.get("two") is True, passphrase=str(told["passphrase"]), actor_code="command")
        case "destroy":
            return {"done": True, "destroyed": renewing.destroy_at_once(actor_code="command")}
        case _:
            raise Http404
    return {"done": True}


@csrf_exempt  # the page's own form is checked in _lock_page; the command proves itself by the control token
@open_page(while_locked=True)
def lock(request: HttpRequest) -> HttpResponse:
    """Lock the server: by a colleague whose role includes it, or by the command with the control token."""
    if request.method != "POST":
        raise Http404
    given = request.headers.get("X-Titip-Control", "")
    if given:
        expected = _control_token()
        if not _from_this_machine(request) or not expected or not secrets.compare_digest(given.encode(), expected.encode()):
            raise Http404
        keys.lock(actor_code="command")
        return JsonResponse({"locked": True})
    response: HttpResponse = _lock_page(request)
    return response


@csrf_protect
def _lock_page(request: HttpRequest) -> HttpResponse:
    if vault.is_locked():
        return HttpResponseRedirect(reverse("unlock"))
    if (stopped := enter(request, Mark("protect.keys.lock", keeps=False))) is not None:
        return stopped
    keys.lock(actor_code=cast(StaffRequest, request).actor.code)
    return HttpResponseRedirect(reverse("unlock"))


def _from_this_machine(request: HttpRequest) -> bool:
    """Whether a program on this machine asks by itself, not through a proxy that stands here for others."""
    return request.META.get("REMOTE_ADDR") in _LOOPBACK and not any(name in request.headers for name in _PROXY_HEADERS)


def _control_token() -> str:
    """The token that the running server wrote for the command line of the same user; empty where there is none."""
    try:
        told: Any = json.loads((settings.HOME.run / "server.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    token = told.get("token") if isinstance(told, dict) else ""
    return token if isinstance(token, str) and len(token) >= 32 else ""


def _keyring_trouble() -> vault.VaultError | None:
    try:
        keyring.load(settings.HOME.keyring)
    except vault.KeyringError as error:
        return error
    return None


def _two() -> dict[str, bool]:
    """Whether two are needed, and whether the first has come."""
    try:
        return {"two": keyring.load(settings.HOME.keyring).two, "second": keys.second_is_awaited()}
    except vault.KeyringError:
        return {}


def _next(request: HttpRequest) -> str:
    wished = str(request.POST.get("next") or request.GET.get("next") or "/")
    return wished if url_has_allowed_host_and_scheme(wished, allowed_hosts={request.get_host()}, require_https=request.is_secure()) else "/"
