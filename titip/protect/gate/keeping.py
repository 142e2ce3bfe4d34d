"""Nothing typed is lost: what to do with a form that arrives when the session has ended or the server is locked.

Known colleague, server unlocked: kept sealed, under a key of its own, until she has signed in again. Otherwise the page that
answers carries the fields back unseen, to be sent again from there; nothing is stored.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse

from titip.kit import clock
from titip.kit.points import lowered_fields
from titip.protect import vault
from titip.protect.models import KeptInput, Staff

#: How long a kept form waits for its owner.
LIFE: Final = timedelta(hours=24)
#: More than this is not kept: it goes back to the browser instead.
MOST_BYTES: Final = 2_000_000
#: Never kept, never carried back.
SECRETS: Final = frozenset({"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "passphrase", "code", "pin", "pin_again"})
_STATUS: Final = {"signed-out": 401, "locked": 423, "expired-page": 403, "trouble": 503, "stopped": 403, "covered": 423}
Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class Kept:
    """A form that was kept: where it was to be sent, and its fields in order."""

    path: str
    fields: Fields


def hold(request: HttpRequest, state: str) -> HttpResponse:
    """Answer a form that cannot be taken now: ``signed-out``, ``locked``, ``expired-page``, ``trouble`` (a full disk), ``stopped`` (over the
    budget) or ``covered`` (in an interview; to a script only).

    A page's own script gets 401, 423, 403 or 503 with ``{"state": …}`` and keeps the text. A plain form gets a page that holds it.
    """
    status = _STATUS[state]
    if asks_for_data(request):
        return JsonResponse({"state": state}, status=status)
    context = {"state": state, "fields": fields_of(request), "path": request.get_full_path(), "had_files": bool(request.FILES)}
    response = TemplateResponse(request, "protect/held.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def asks_for_data(request: HttpRequest) -> bool:
    """Whether a script asks, which wants data, not a page."""
    accepts = request.headers.get("Accept", "")
    return "application/json" in accepts or request.content_type == "application/json" or request.headers.get("HX-Request") == "true"


def fields_of(request: HttpRequest) -> Fields:
    """What a form sent, in order, without what must never be kept; a pin as coarse as its box says, since this may be kept."""
    return lowered_fields((name, value) for name, values in request.POST.lists() if name not in SECRETS for value in values)


def keep(staff: Staff, path: str, fields: Fields) -> KeptInput | None:
    """Keep a form sealed for the colleague who typed it. None where it is empty or too long, or the path is."""
    content = json.dumps({"staff": staff.pk, "path": path, "fields": fields}).encode()
    if not fields or len(content) > MOST_BYTES or len(path) > 300:
        return None
    kept_id = uuid.uuid4()
    vault_id = vault.put_draft(vault.Owner("draft", kept_id), content)
    return KeptInput.objects.create(id=kept_id, staff=staff, path=path, vault_id=vault_id, kept_at=clock.settled())


def find(staff: Staff, kept_id: uuid.UUID) -> Kept | None:
    """What was kept for this colleague under this id, while it lasts. Nobody else's is ever found."""
    row = KeptInput.objects.filter(pk=kept_id, staff=staff, kept_at__gt=clock.settled() - LIFE).first()
    if row is None:
        return None
    content = json.loads(vault.open_draft(vault.Owner("draft", row.pk), row.vault_id))
    if content["staff"] != staff.pk:
        raise vault.Refused
    return Kept(path=content["path"], fields=[(name, value) for name, value in content["fields"]])


def waiting(staff: Staff) -> list[KeptInput]:
    """What waits for this colleague, newest first."""
    return list(KeptInput.objects.filter(staff=staff, kept_at__gt=clock.settled() - LIFE).order_by("-kept_at"))


def forget(staff: Staff, kept_id: uuid.UUID) -> None:
    """Destroy what was kept."""
    _destroy(KeptInput.objects.filter(pk=kept_id, staff=staff))


def forget_old() -> int:
    """Destroy whatever has waited too long; return how many forms."""
    return _destroy(KeptInput.objects.filter(kept_at__lte=clock.settled() - LIFE))


def _destroy(rows: QuerySet[KeptInput]) -> int:
    ids = list(rows.values_list("pk", flat=True))
    rows.delete()
    for kept_id in ids:
        transaction.on_commit(partial(vault.destroy, vault.Owner("draft", kept_id)))
    return len(ids)
