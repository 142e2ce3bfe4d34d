"""Drafts of a page's form: what somebody is typing, kept sealed at every pause for her alone, a draft of its own for each tab.

A view does four things: it fills its form with ``typing(request)``, lets ``unjudged`` take the faults from what was not sent yet,
answers a pause with ``keep_typed(request, …)``, and calls ``done(request)`` with its change. The page includes
``titip/typing.html`` in its form. An unfinished interview has drafts of its own kind (``intake``).
"""

import json
import uuid
from collections import Counter
from collections.abc import Collection
from functools import partial
from typing import Any, Final, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.utils.translation import gettext as _

from titip.kit import clock
from titip.protect import vault
from titip.protect.actions import audit
from titip.protect.gate.asking import StaffRequest
from titip.protect.gate.keeping import MOST_BYTES, asks_for_data, fields_of
from titip.protect.gate.once import DRAFT_BUTTON, DRAFT_HEADER, TOKEN, is_draft, token_sent
from titip.protect.models import PageDraft
from titip.protect.rules.undoing import UNDO, CannotUndo

NUMBER: Final = "draft_number"
PAUSE: Final = "draft_pause"
_BESIDE: Final = frozenset({TOKEN, NUMBER, PAUSE, DRAFT_BUTTON})
_HERE: Final = "_titip_page_draft"
Fields = list[tuple[str, str]]


# --- for views


def typing(request: HttpRequest) -> QueryDict | None:
    """What to fill a page's form with: what was sent; at a first look what she had typed there before; None where there is neither.

    ``?draft=ID`` asks for one of several drafts, ``?draft=new`` for an empty form.
    """
    if request.method == "POST":
        return request.POST
    draft = _asked_for(cast(StaffRequest, request))
    fields = open_fields(draft) if draft else None
    if draft is None or fields is None:
        return None
    setattr(request, _HERE, draft)
    return _as_sent(fields)


def unjudged(request: HttpRequest, form: Any, *, looking: bool = False) -> Any:
    """The form, without faults where it was not sent but only typed, or where what was sent only asks for another look (``looking``)."""
    if (request.method != "POST" or looking) and isinstance(form, forms.BaseForm) and form.is_bound:
        form._errors = ErrorDict()  # type: ignore[attr-defined]
    return form


def keep_typed(request: HttpRequest, *, title: str, about: UUID | None = None) -> HttpResponse | None:
    """Keep what was sent as a draft and answer, where a draft is all that it is; None where the form is to be carried out.

    To a script that asks (GET) which pause in typing was the last to arrive, it answers that.
    Two tabs that stand on the same draft part company: the later one goes on with a draft of its own, and both are kept.
    """
    if request.method == "GET" and DRAFT_HEADER in request.headers:
        last = _mine(request.user).filter(path=request.path).first()
        return JsonResponse({"pause": _opened(last)["pause"] if last else ""})
    if not is_draft(request):
        return None
    fields = [(name, value) for name, value in fields_of(request) if name not in _BESIDE]
    if len(json.dumps(fields)) > MOST_BYTES:
        return JsonResponse({"message": _("Not saved: this is too long to keep. Keep it as two.")}, status=413)
    draft = _keep(cast(StaffRequest, request), fields, title[:120], about)
    if asks_for_data(request):
        return JsonResponse({"state": "saved", "at": draft.updated_at.isoformat(), "fields": {TOKEN: str(draft.pk), NUMBER: str(draft.number)}})
    messages.success(request, _("Your draft is kept, sealed, for you alone. Go on whenever you like."))
    return HttpResponseRedirect(f"{request.path}?draft={draft.pk}")


def done(request: HttpRequest) -> None:
    """What was typed here has been carried out: its draft goes, in the caller's transaction. One that another tab went on with stays.

    A pause whose answer was still on its way when the form was sent has a later number, too, but says nothing that was not carried out.
    """
    token = token_sent(request)
    if token is None:
        return
    rows = PageDraft.objects.filter(pk=token, staff=cast(StaffRequest, request).user)
    draft = rows.first()
    if draft is not None and (draft.number <= _number_sent(request) or _says_no_more(draft, request)):
        destroy(rows)


@transaction.atomic
def remember(request: HttpRequest, *, path: str, fields: Fields, title: str, about: UUID | None) -> PageDraft:
    """Make what had been sent a draft of a page again, as after an undo."""
    asking = cast(StaffRequest, request)
    return _seal(asking, PageDraft(staff=asking.user, path=path[:300], number=0), fields, title[:120], about)


# --- for pages


def form_token(request: HttpRequest) -> str:
    """The token of this page's form: the draft's that it shows, the one that came back with faults, or a new one."""
    draft: PageDraft | None = getattr(request, _HERE, None)
    return str(draft.pk if draft else token_sent(request) or uuid.uuid4())


def shown(request: HttpRequest) -> dict[str, Any]:
    """``number`` and ``at`` of the draft that the page shows; ``others``: further drafts of hers of the same page; ``pause``: the last pause
    in typing that arrived."""
    draft: PageDraft | None = getattr(request, _HERE, None)
    here = draft.pk if draft else token_sent(request)
    others = [other for other in _mine(request.user).filter(path=request.path) if other.pk != here]
    pause = _opened(draft)["pause"] if draft else request.POST.get(PAUSE, "")
    return {"number": draft.number if draft else _number_sent(request), "draft": draft, "others": others, "pause": pause}


# --- for actions and panels


def my_page_drafts(staff: Any) -> list[PageDraft]:
    """A colleague's unfinished forms, latest first. One query."""
    return list(_mine(staff))


def open_fields(draft: PageDraft) -> Fields | None:
    """What was typed, in order; None where its key is gone. Raises vault.Locked."""
    content = _opened(draft)
    return [(name, value) for name, value in content["fields"]] if content["fields"] is not None else None


@transaction.atomic
def put_away(*, staff: Any, draft_id: UUID) -> PageDraft | None:
    """Throw a draft away: gone from sight at once, destroyed after half a minute, in which ``take_back`` brings it back."""
    draft = _mine(staff).filter(pk=draft_id).first()
    if draft is not None:
        draft.discarded_at = clock.settled()
        draft.expires_at = draft.discarded_at + UNDO
        draft.save(update_fields=["discarded_at", "expires_at"])
        _log(staff.code, draft, {"discarded": True})
    return draft


@transaction.atomic
def take_back(*, staff: Any, draft_id: UUID) -> PageDraft:
    """Bring back a draft that was thrown away. Raises CannotUndo."""
    draft = PageDraft.objects.filter(pk=draft_id, staff=staff, discarded_at__isnull=False, expires_at__gt=clock.settled()).first()
    if draft is None:
        raise CannotUndo(CannotUndo.TOO_LATE)
    draft.discarded_at, draft.expires_at = None, clock.settled() + vault.DRAFT_LIFE
    draft.save(update_fields=["discarded_at", "expires_at"])
    _log(staff.code, draft, {"undone": True})
    return draft


def destroy_about(about: Collection[UUID]) -> int:
    """Destroy every draft about these people or cases, whoever typed it; the keys after the commit. Returns how many."""
    return destroy(PageDraft.objects.filter(about__in=list(about)))


def count_about(about: Collection[UUID]) -> int:
    """How many unfinished forms there are about these people or cases."""
    return PageDraft.objects.filter(about__in=list(about), expires_at__gt=clock.settled()).count()


def destroy(rows: Any) -> int:
    """Remove drafts and, after the commit, their keys."""
    ids = list(rows.values_list("pk", flat=True))
    PageDraft.objects.filter(pk__in=ids).delete()
    for draft_id in ids:
        transaction.on_commit(partial(vault.destroy, vault.Owner("draft", draft_id)))
    return len(ids)


# --- inside


def _mine(staff: Any) -> Any:
    return PageDraft.objects.filter(staff=staff, discarded_at=None, expires_at__gt=clock.settled())


def _asked_for(request: StaffRequest) -> PageDraft | None:
    wanted, mine = request.GET.get("draft", ""), _mine(request.user).filter(path=request.path)
    if wanted == "new":
        return None
    try:
        return cast("PageDraft | None", mine.filter(pk=UUID(wanted)).first() if wanted else mine.first())
    except ValueError:
        return None


def _opened(draft: PageDraft) -> dict[str, Any]:
    """``fields`` and ``pause`` of a draft; no fields where its key is gone."""
    try:
        content: dict[str, Any] = json.loads(vault.open_draft(vault.Owner("draft", draft.pk), draft.vault_id))
    except vault.Gone:
        return {"fields": None, "pause": ""}
    if content["staff"] != draft.staff_id:
        raise vault.Refused
    return content


def _as_sent(fields: Fields) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in fields:
        data.appendlist(name, value)
    return data


def _says_no_more(draft: PageDraft, request: HttpRequest) -> bool:
    try:
        fields = open_fields(draft)
    except vault.Locked:
        return False
    return fields is not None and not Counter(fields) - Counter(fields_of(request))


def _number_sent(request: HttpRequest) -> int:
    text = request.POST.get(NUMBER, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@transaction.atomic
def _keep(request: StaffRequest, fields: Fields, title: str, about: UUID | None) -> PageDraft:
    token = token_sent(request) or uuid.uuid4()
    row = PageDraft.objects.select_for_update().filter(pk=token).first()
    if row is not None and not _may_go_on(request, row, fields):
        row, token = None, uuid.uuid4()
    if row is None:
        row = PageDraft(pk=token, staff=request.user, path=request.path[:300], number=0)
    return _seal(request, row, fields, title, about)


def _seal(request: StaffRequest, row: PageDraft, fields: Fields, title: str, about: UUID | None) -> PageDraft:
    pause = request.headers.get(DRAFT_HEADER, "")[:60] if hasattr(request, "headers") else ""
    content = json.dumps({"staff": request.user.pk, "fields": fields, "pause": pause}, ensure_ascii=False).encode()
    fresh, now = row._state.adding, clock.settled()
    row.vault_id = vault.put_draft(vault.Owner("draft", row.pk), content, replaces=None if fresh else row.vault_id)
    row.title, row.about, row.number, row.updated_at, row.expires_at = title, about, row.number + 1, now, now + vault.DRAFT_LIFE
    row.save()
    if fresh:
        _log(request.actor.code, row, {})
    return row


def _may_go_on(request: StaffRequest, row: PageDraft, fields: Fields) -> bool:
    """Whether this tab may write over the draft: it is hers, of this page, not thrown away, and stands as the tab last saw it."""
    if row.staff_id != request.user.pk or row.path != request.path or row.discarded_at is not None:
        return False
    return row.number == _number_sent(request) or open_fields(row) == fields


def _log(actor_code: str, draft: PageDraft, detail: dict[str, Any]) -> None:
    subjects = [("draft", str(draft.pk)), *([("about", str(draft.about))] if draft.about else [])]
    audit.record(kind="protect.draft", actor_code=actor_code, subjects=subjects, detail=detail)
