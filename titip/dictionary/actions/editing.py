"""Changes one element: a new version of it, and of the dictionary (D3)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django.db import transaction

from titip.dictionary.actions.freezing import freeze
from titip.dictionary.actions.storing import store
from titip.dictionary.models import DictionaryVersion
from titip.dictionary.reads.rows import latest_book
from titip.dictionary.rules.codebook import Codebook
from titip.dictionary.rules.messages import gettext_noop as _
from titip.dictionary.rules.types import IdentifierKind
from titip.dictionary.rules.weighing import CannotEdit, refuse
from titip.protect.actions import audit

#: What may be changed on a page. Code, record type and type never change: records stand on them.
CHANGEABLE: Final = (
    "label", "definition", "question_text", "indirect_text", "hint", "why", "required", "risk", "identifier", "never_by_default", "purposes", "questions",
    "retention_months", "status",
)  # fmt: skip


@transaction.atomic
def edit_element(*, code: str, base: int, changes: Mapping[str, Any], actor_code: str) -> DictionaryVersion:
    """Change what ``changes`` names (of CHANGEABLE) and confirm the risk class. Raises CannotEdit, KeyError.

    ``base`` is the version of the element that the editor saw: a colleague's change meanwhile is not overwritten.
    """
    book = latest_book()
    before = book.element(code)
    if before is None or set(changes) - set(CHANGEABLE):
        raise KeyError(code)
    if before.version != base:
        raise CannotEdit("stale", _("A colleague has changed this element meanwhile. Nothing was saved; open it again beside this page and compare."))
    after = replace(before, **{**changes, "identifier": IdentifierKind(changes.get("identifier", before.identifier)), "risk_confirmed": True})
    refuse(after, before)
    if not before.same_as(after):
        store(Codebook(elements=(after,)))
        changed = sorted(name for name in (*CHANGEABLE, "risk_confirmed") if getattr(before, name) != getattr(after, name))
        detail = {"element": code, "changed": changed, "risk_before": before.risk, "risk_after": after.risk}
        audit.record(kind="dictionary.edit", actor_code=actor_code, subjects=[("element", code[:64])], detail=detail)
    return freeze(note=code, actor_code=actor_code)
