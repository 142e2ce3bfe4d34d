"""What the dictionary puts on Today: what waits for a second person, and what came back from her."""

from typing import Any

from titip.dictionary import reads
from titip.protect.gate import StaffRequest, may
from titip.protect.reads.staff import names_of


def waiting(request: StaffRequest, **_things: Any) -> dict[str, Any] | None:
    """Reviews to sign, a draft to agree to, one's own draft that nothing stands in the way of any more, and what of one's own waits for a
    colleague; nothing where there is none."""
    unsigned = reads.unsigned(request.actor) if may(request, "dictionary.sign") else []
    if reads.open_draft() is None and not unsigned:
        return None
    here = reads.standing()
    names = {form.code: form.name for form in here.after.forms}
    found = reads.obstacles(here)
    asked = here.draft is not None and here.draft.asked_at is not None and bool(found.reasons) and not found.approved
    mine = here.draft is not None and request.actor.code in here.draft.editors
    new = bool(found.reasons or reads.began(here))
    authors = names_of(*(review.written_by for review in unsigned))
    context = {
        "sign": [(review, names[review.form_code], authors[review.written_by]) for review in unsigned if review.form_code in names],
        "agree": asked and not mine and may(request, "dictionary.approve"),
        "publish": mine and new and not found.any and may(request, "dictionary.publish"), "asked_at": here.draft.asked_at if here.draft else None,
        "unsigned": [(review, names[review.form_code]) for review in reads.unsigned_of(request.actor) if review.form_code in names],
        "asked": asked and mine,
    }
    return context if any(context[told] for told in ("sign", "agree", "publish", "unsigned", "asked")) else None
