"""Changes the draft of the next dictionary, takes a change back, lets a colleague agree, publishes it (D3, S10)."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from titip.dictionary.actions.freezing import freeze
from titip.dictionary.actions.storing import store
from titip.dictionary.models import CardLanguage, DictionaryVersion, Draft, DraftStep, Form, Question
from titip.dictionary.reads.drafts import last_step, obstacles, open_draft, standing
from titip.dictionary.rules import drafting
from titip.dictionary.rules.codebook import CodeListEntry
from titip.dictionary.rules.messages import gettext_noop as _
from titip.dictionary.rules.weighing import CannotEdit, refuse
from titip.kit import clock
from titip.protect.actions import audit

Entry = tuple[str, str, Any]


@transaction.atomic
def put(*, entries: Iterable[Entry], what: str, thing: str, actor_code: str, seen: int | None = None) -> Draft:
    """Put entries into the draft, as one step: (kind, code, entry, or None to take away). Opens a draft where none is. Raises CannotEdit.

    ``seen``: the number of the last step that the page that was sent knew of (``reads.last_step``); where the same thing has been changed
    since, nothing is overwritten.
    """
    here = standing()
    draft = here.draft or Draft.objects.create(made_by=actor_code, number=last_step())
    entries = list(entries)
    if seen is not None and _met(seen, {(kind, code) for kind, code, _entry in entries}):
        raise CannotEdit("stale", _("A colleague has changed this meanwhile. Nothing was saved; open it again beside this page and compare."))
    changes, before = draft.changes, []
    for kind, code, entry in entries:
        _allowed(kind, code, entry, here)
        before.append([kind, code, changes.get(kind, {}).get(code)])
        changes = drafting.changed(changes, here.before, kind, code, entry)
    if changes == draft.changes:
        return draft
    draft.changes, draft.number, draft.changed_at = changes, draft.number + 1, clock.now()
    draft.editors = sorted({*draft.editors, actor_code})
    draft.save()
    DraftStep.objects.create(draft=draft, number=draft.number, what=what, thing=thing[:120], before=before, by=actor_code)
    _log("dictionary.edit", draft, actor_code, {"what": what, "codes": [code[:64] for _kind, code, _change in before]})
    return draft


def _met(seen: int, touched: set[tuple[str, str]]) -> bool:
    """Whether one of these has been changed since that step, in this draft or in one that is published by now."""
    later = DraftStep.objects.filter(number__gt=seen).values_list("before", flat=True)
    return any((kind, code) in touched for before in later for kind, code, _change in before)


def _allowed(kind: str, code: str, entry: Any, here: Any) -> None:
    published = drafting.find(here.before, kind, code)
    if entry is None and kind not in drafting.MAY_GO and published is not None:
        raise CannotEdit("published", _("What has been published is retired, never removed: records may hold it."))
    if kind == "elements" and entry is not None:
        refuse(entry, published)
    if kind == "code_lists" and entry is not None and published is not None:
        _keeps(entry, published)


def _keeps(entry: CodeListEntry, published: CodeListEntry) -> None:
    if missing := {i.code for i in published.items} - {i.code for i in entry.items}:
        message = _("These choices have been published and are retired, never removed: %(codes)s.")
        raise CannotEdit("published", message, codes=", ".join(sorted(missing)))


@transaction.atomic
def take_back(*, actor_code: str) -> str:
    """Take the draft's last step back; its thing. Nothing where there is none."""
    draft = open_draft()
    step = draft.steps.order_by("-number").first() if draft else None
    if draft is None or step is None:
        return ""
    changes = draft.changes
    for kind, code, change in reversed(step.before):
        inner = {c: v for c, v in changes.get(kind, {}).items() if c != code}
        if change is not None:
            inner[code] = change
        changes = {**{k: v for k, v in changes.items() if k != kind}, **({kind: inner} if inner else {})}
    draft.changes, draft.changed_at = changes, clock.now()
    draft.editors = sorted({*draft.editors, actor_code})
    draft.save()
    thing = step.thing
    step.delete()
    _log("dictionary.edit", draft, actor_code, {"what": "undo", "step": step.number})
    return thing


@transaction.atomic
def drop(*, actor_code: str) -> None:
    """Give the draft up. It is kept as given up, and no longer changes anything."""
    draft = open_draft()
    if draft is not None:
        draft.state = "dropped"
        draft.save(update_fields=["state"])
        _log("dictionary.edit", draft, actor_code, {"what": "dropped"})


@transaction.atomic
def ask_agreement(*, actor_code: str) -> None:
    """Note that a colleague is asked to agree."""
    draft = open_draft()
    if draft is not None:
        draft.asked_at = clock.now()
        draft.save(update_fields=["asked_at"])
        _log("dictionary.edit", draft, actor_code, {"what": "asked"})


@transaction.atomic
def agree(*, sha256: str, actor_code: str) -> None:
    """Agree to the draft as it was shown (``sha256``). Raises CannotEdit for its own editors, and where it changed meanwhile."""
    here = standing()
    if here.draft is None or here.sha256 != sha256:
        raise CannotEdit("stale", _("The draft has changed since you read it. Read it again before you agree."))
    if actor_code in here.draft.editors:
        raise CannotEdit("own", _("Somebody who changed nothing in this draft must agree."))
    here.draft.approved_by, here.draft.approved_sha256, here.draft.approved_at = actor_code, sha256, clock.now()
    here.draft.save(update_fields=["approved_by", "approved_sha256", "approved_at"])
    _log("dictionary.approve", here.draft, actor_code, {"sha256": sha256})


@transaction.atomic
def publish(*, note: str, sha256: str, actor_code: str) -> DictionaryVersion:
    """Make the draft the dictionary in force. Raises CannotEdit where something stands in the way, or it changed since it was shown.

    ``sha256``: of the dictionary as it was compared. Old records keep their version; a fixed number of queries, however many elements.
    """
    here = standing()
    if here.draft is None or here.sha256 != sha256:
        raise CannotEdit("stale", _("The draft has changed since you read it. Compare it again before you publish."))
    _refuse_obstacles(obstacles(here))
    changes = here.draft.changes
    Form.objects.filter(code__in=drafting.gone(changes, "forms")).update(retired=True)
    CardLanguage.objects.filter(code__in=drafting.gone(changes, "card_languages")).delete()
    Question.objects.filter(code__in=drafting.gone(changes, "questions")).update(retired_at=clock.now())
    Question.objects.filter(code__in=[code for code, change in changes.get("questions", {}).items() if change["is"]]).update(retired_at=None)
    store(drafting.parts(here.before, changes))
    version = freeze(note=note, actor_code=actor_code)
    here.draft.state, here.draft.version = "published", version
    here.draft.save(update_fields=["state", "version"])
    detail = {"number": version.number, "changes": sum(1 for _change in drafting.each(changes)), "approved_by": here.draft.approved_by}
    _log("dictionary.publish", here.draft, actor_code, detail)
    return version


def _refuse_obstacles(found: Any) -> None:
    if found.conflicts:
        message = _("Changed in force meanwhile: %(codes)s. Open each in the draft, look at it, and save it again.")
        raise CannotEdit("conflict", message, codes=drafting.codes_of(found.conflicts))
    if found.circles:
        message = _("These need each other, so neither can be told first: %(codes)s.")
        raise CannotEdit("circle", message, codes=", ".join(found.circles[0]))
    if found.unreviewed:
        message = _("A new collection needs a signed review of harm and benefit first: %(codes)s.")
        raise CannotEdit("review", message, codes=", ".join(found.unreviewed))
    if found.any:
        raise CannotEdit("approval", _("A colleague who changed nothing in this draft must agree first."))


def _log(kind: str, draft: Draft, actor_code: str, detail: dict[str, Any]) -> None:
    audit.record(kind=kind, actor_code=actor_code, subjects=[("dictionary_draft", draft.pk)], detail=detail)
