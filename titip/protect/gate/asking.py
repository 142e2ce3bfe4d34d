"""Who asks, and whether she may: the pairs that raise and that only ask."""

from collections.abc import Callable
from functools import partial
from typing import Any, NoReturn, cast
from uuid import UUID

from allauth.account.internal.flows.login import get_authentication_records
from django.http import Http404, HttpRequest
from django.utils.text import slugify

from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.models import Staff
from titip.protect.reads.staff import actor_of
from titip.protect.rules.access import NOT_READY, Actor, Decision, ElementFacts, Facts, can

#: Seconds for which a second factor counts as given "just now".
FRESH = 5 * 60
#: Where a request keeps its refusals while its form is being taken; see ``gate.once``.
REFUSALS = "_titip_refusals"
#: Keys of the session.
SEEN, SINCE, REFERENCE = "titip.seen", "titip.since", "titip.reference"


class NotHere(Http404):
    """Refused, or not there: whoever asks sees the same page for both."""


class NotReady(Exception):
    """The house is not ready for high-risk data yet (X14). The gate answers with a page that says what is missing."""


class StaffRequest(HttpRequest):
    """A request that has passed the gate: somebody is signed in and may open this page."""

    user: Staff
    actor: Actor


def allow(request: HttpRequest, action: str, facts: Facts, element: ElementFacts | None = None, purpose: str = "") -> None:
    """Let pass whoever may do ``action`` with the thing of these ``facts``. Raises NotHere and logs the refusal otherwise."""
    decision = _decide(request, action, facts, element, purpose)
    if not decision.allowed:
        refuse(request, action, decision.reason, purpose=purpose)


def may(request: HttpRequest, action: str, facts: Facts | None = None, element: ElementFacts | None = None, purpose: str = "") -> bool:
    """Whether whoever asks may do ``action``, with one thing or at all. For menus and buttons; nothing is logged."""
    return _decide(request, action, facts, element, purpose).allowed


def only(request: HttpRequest, action: str, purpose: str = "") -> None:
    """As ``allow``, for an action that is about no single thing."""
    decision = _decide(request, action, None, None, purpose)
    if not decision.allowed:
        refuse(request, action, decision.reason, purpose=purpose)


def refuse(request: HttpRequest, action: str, reason: str, *, purpose: str = "") -> NoReturn:
    """Log a refusal, then answer as if there were nothing. The log names the route, never the address typed."""
    actor = actor_in(request)
    match = request.resolver_match
    record = partial(
        audit.record_refusal,
        kind=action,
        actor_code=actor.code if actor else "nobody",
        session=reference_in(request),
        purpose=purpose,
        subjects=_subjects(match.kwargs if match else {}),
        detail={"why": slugify(reason)[:79], "page": match.view_name if match else "", "method": request.method or ""},
    )
    waiting: list[Callable[[], object]] | None = getattr(request, REFUSALS, None)
    if waiting is None:
        record()
    else:  # inside a transaction that is about to roll back: written once it has
        waiting.append(record)
    if reason == NOT_READY:
        raise NotReady
    raise NotHere


def actor_in(request: HttpRequest) -> Actor | None:
    """The actor of a request, or None where nobody is signed in. Asked once per request."""
    if not hasattr(request, "_titip_actor"):
        user = request.user
        found = actor_of(user, second_factor=second_factor_at(request) is not None) if isinstance(user, Staff) else None
        request._titip_actor = found  # type: ignore[attr-defined]
    return cast("Actor | None", request._titip_actor)  # type: ignore[attr-defined]


def second_factor_at(request: HttpRequest) -> float | None:
    """When, in seconds since 1970, this sign-in last gave its second factor; None if it has not. A passphrase alone never counts."""
    if not isinstance(request.user, Staff):
        return None
    given = [record["at"] for record in get_authentication_records(request, request.user) if record.get("method") == "mfa"]
    return float(max(given)) if given else None


def reference_in(request: HttpRequest) -> str:
    """How the log names this sign-in: a random reference, not the session's key."""
    return str(request.session.get(REFERENCE, ""))


def _decide(request: HttpRequest, action: str, facts: Facts | None, element: ElementFacts | None, purpose: str) -> Decision:
    actor = actor_in(request)
    if actor is None:
        return Decision(False, "Nobody is signed in.")
    return can(actor, action, facts, element, purpose=purpose, now=clock.now())


def _subjects(kwargs: dict[str, Any]) -> list[tuple[str, str]]:
    """The ids in an address. Anything else that somebody may have typed there stays out of the log."""
    return [(kind[:30], str(value)) for kind, value in sorted(kwargs.items()) if isinstance(value, UUID | int)]
