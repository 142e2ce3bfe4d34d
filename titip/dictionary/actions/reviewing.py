"""Reviews of harm and benefit before a collection goes live; reasons for keeping an element (S1, S7)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from titip.dictionary.models import KeptElement, Review
from titip.dictionary.reads.drafts import draft_book
from titip.dictionary.rules.messages import gettext_noop as _
from titip.dictionary.rules.weighing import CannotEdit
from titip.kit import clock
from titip.protect.actions import audit


@transaction.atomic
def write_review(*, form_code: str, words: Mapping[str, str], actor_code: str) -> Review:
    """Write the review of a form, or write it anew; a signature that stood under earlier words goes. Raises KeyError for an unknown form."""
    form = draft_book().form(form_code)
    if form is None:
        raise KeyError(form_code)
    values: dict[str, Any] = {**words, "elements": [p.element for p in form.placements]}
    values |= {"written_by": actor_code, "written_at": clock.now(), "signed_by": "", "signed_at": None}
    review, _made = Review.objects.update_or_create(form_code=form_code, defaults=values)
    audit.record(kind="dictionary.review", actor_code=actor_code, subjects=[("form", form_code[:64])], detail={"what": "written"})
    return review


@transaction.atomic
def sign_review(*, form_code: str, actor_code: str) -> Review:
    """Sign a review that somebody else wrote. Raises KeyError, CannotEdit."""
    review = Review.objects.select_for_update().filter(form_code=form_code).first()
    if review is None:
        raise KeyError(form_code)
    if review.written_by == actor_code:
        raise CannotEdit("own", _("Somebody else than its author signs a review."))
    review.signed_by, review.signed_at = actor_code, clock.now()
    review.save(update_fields=["signed_by", "signed_at"])
    audit.record(kind="dictionary.sign", actor_code=actor_code, subjects=[("form", form_code[:64])], detail={"written_by": review.written_by})
    return review


@transaction.atomic
def keep_element(*, code: str, reason: str, actor_code: str) -> KeptElement:
    """Keep an element although it answers no question, or nobody fills it in, and say why."""
    kept, _made = KeptElement.objects.update_or_create(element_code=code, defaults={"reason": reason, "by": actor_code, "at": clock.now()})
    audit.record(kind="dictionary.edit", actor_code=actor_code, subjects=[("element", code[:64])], detail={"what": "kept"})
    return kept
