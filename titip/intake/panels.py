"""What intake puts on shared pages: what a person told us, and one's own drafts."""

from typing import Any

from titip.dictionary import reads as dictionary
from titip.intake import reads
from titip.protect.gate import StaffRequest, may
from titip.register import reads as register


def answers(request: StaffRequest, person: register.Person, **_things: Any) -> dict[str, Any]:
    """What she told us, by section; one's drafts about her; the way to ask on."""
    facts = register.facts(person)
    sections, live = reads.answers_of(request.actor, person)
    may_fill = may(request, "intake.fill", facts)
    record = register.registration_of(person)
    return {
        "beside": register.open_beside(request.actor, record, action="intake.answers", only=reads.shown_now(person)) if record is not None else [],
        "sections": sections, "live": live, "may_fill": may_fill, "may_identity": may(request, "register.identity", facts),
        "drafts": named(reads.my_drafts(request.actor, person)) if may_fill else [],
        "identity_held": any(line.held and line.element.risk == "identity" for section in sections for line in section.lines),
    }


def versions(request: StaffRequest, person: register.Person, **_things: Any) -> dict[str, Any] | None:
    """The way to her answers' versions side by side."""
    record = register.registration_of(person)
    return {} if record is not None and record.number > 1 else None


def drafts(request: StaffRequest, **_things: Any) -> dict[str, Any] | None:
    """What I began and did not finish; nothing where there is none."""
    found = named(reads.my_drafts(request.actor))
    return {"drafts": found} if found else None


def named(found: list[Any]) -> list[dict[str, Any]]:
    """Drafts with the names of their forms."""
    names = {form.code: form.name for form in dictionary.forms()} if found else {}
    return [{"draft": draft, "form": names.get(draft.form_code, draft.form_code)} for draft in found]
