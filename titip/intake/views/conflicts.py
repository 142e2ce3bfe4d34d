"""When a colleague changed the same answers: both sides by name, time and value, a choice for each; what does not stand is in the history."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.answers import EMPTY, Answer
from titip.dictionary.rules.keys import is_row, top_of
from titip.dictionary.rules.types import ElementType
from titip.intake import actions, reads
from titip.intake.forms import as_answers, whole_form
from titip.kit import clock
from titip.protect.rules.access import visible_elements
from titip.protect.rules.roles import Risk
from titip.register import reads as register

CHOICE = "settle__"


def show_conflicts(request, person, sheet, stale):
    """Both sides of each element, as far as whoever asks may see theirs, with who wrote theirs and when."""
    declared = dictionary.declared(sheet.spec.record_type)
    seen = _visible(request, person, sheet, [declared[top_of(conflict.element)] for conflict in stale.conflicts])
    form = reverse("intake:fill", args=[person.pk, sheet.spec.code])
    return sides(request, stale, declared, since=sheet.base_number, seen=seen, code=person.code, form=form)


def sides(request, stale, declared, *, since, seen, code, form, sent=()):
    """The page of both sides. ``seen``: whose theirs may be shown; ``since``: the version she began from; ``form``: where her choices go, with what
    she ``sent`` (name and value) where no draft holds it."""
    keys = {key for conflict in stale.conflicts for key in (conflict.element, *conflict.theirs_row, *conflict.mine_row)}
    changed = register.last_changed(stale.record, since, keys)
    lines = []
    for conflict in stale.conflicts:
        element = declared[top_of(conflict.element)]
        row = "/" in conflict.element
        said = (changed[key] for key in (conflict.element, *conflict.theirs_row, *conflict.mine_row) if key in changed)
        by, at = next(said, (stale.author, stale.at))
        shown = element.code in seen
        lines.append({
            "element": element, "place": conflict.element, "row": row, "by": by, "at": at, "mine": _words(declared, element, conflict, theirs=False),
            "theirs": _words(declared, element, conflict, theirs=True) if shown else None,
            "before": register.answer_words(element, conflict.base) if shown and conflict.base and conflict.base.given else "",
            "together": shown and not row and _can_stand_together(element),
        })
    context = {"code": code, "form_url": form, "lines": lines, "author": stale.author, "at": stale.at, "base": stale.number, "sent": sent}
    return render(request, "intake/conflict.html", context, status=409)


def settle(request, person, sheet, base):
    """Carry out the choices: what of mine does not stand goes into the history, the draft holds the rest. Returns what the draft holds now.

    Sent twice, it finds nothing more to do. Raises register.actions.NotAllowed.
    """
    chosen = {e.code: request.POST.get(CHOICE + e.code, "") for e in sheet.elements() if e.code in sheet.typed.seen}
    rows = _rows_of_theirs(request, sheet)
    mine = as_answers(sheet, form) if (form := whole_form(sheet, sheet.typed)).is_valid() else {}
    instead = _together(request, person, sheet, base, {code: mine[code] for code, word in chosen.items() if word == "both" and code in mine})
    theirs = {code: mine[code] for code, word in chosen.items() if word == "theirs" and code in mine}
    theirs |= {key: answer for key, answer in mine.items() if answer.given and any(key.startswith(place + "/") for place in rows)}
    beside = {code: mine[code] for code, word in chosen.items() if word == "both" and code in mine and code not in instead}
    interview = reads.open_interview(request.actor, person)
    actions.settle(
        actor=request.actor, person=person, form_code=sheet.spec.code, mode=interview.mode if interview else "in_person", theirs=theirs, beside=beside,
        instead=instead, base_number=base, rows=rows,
    )
    return sheet.typed.settled([*theirs, *beside, *rows]).instead(instead)


def _rows_of_theirs(request, sheet):
    """The rows of repeated groups (``group/row``) of which the colleague's stands."""
    groups = {element.code for element in sheet.elements() if element.type is ElementType.REPEAT and element.code in sheet.typed.seen}
    chosen = (name.removeprefix(CHOICE) for name, said in request.POST.items() if name.startswith(CHOICE) and said == "theirs")
    return [place for place in chosen if place.partition("/")[0] in groups and is_row(place.partition("/")[2])]


def _visible(request, person, sheet, elements):
    """The elements of which whoever asks may see a colleague's answer here."""
    return may_see(request, "intake.fill", register.facts(person), sheet.shown, elements)


def may_see(request, action, facts, shown, elements):
    """The elements of which whoever asks may see a colleague's answer: those ``shown`` here at all, as far as she may, and no name."""
    seen = visible_elements(request.actor, action, facts, [dictionary.facts(e) for e in elements], now=clock.now())
    return frozenset(e.code for e in elements if e.code in shown & seen and e.risk != Risk.IDENTITY)


def _codes(answer: Answer) -> list[str]:
    return answer.value if isinstance(answer.value, list) else []


def _can_stand_together(element):
    return element.type in (ElementType.TEXT, ElementType.LONG_TEXT, ElementType.SELECT_MANY)


def _together(request, person, sheet, base, mine):
    """What to type so that both stand: texts one after the other, choices of both. Not where theirs may not be seen, or it gets too long."""
    elements = {e.code: e for e in sheet.elements() if e.code in mine and _can_stand_together(e)}
    seen = _visible(request, person, sheet, list(elements.values()))
    record = register.registration_of(person)
    theirs = register.current_answers(record, seen, number=base) if record is not None and seen else {}
    made = {}
    for code in seen & set(theirs):
        both = both_of(elements[code], theirs[code], mine[code])
        if both is not None:
            made[code] = both if isinstance(both, list) else [both]
    return made


def both_of(element, theirs, mine):
    """The value in which both answers stand; None where one is none, or it would get too long."""
    if not theirs.given or not mine.given or not _can_stand_together(element):
        return None
    if element.type is ElementType.SELECT_MANY:
        return list(dict.fromkeys([*_codes(theirs), *_codes(mine)]))
    between = "\n\n" if element.type is ElementType.LONG_TEXT else " / "
    text = f"{theirs.value}{between}{mine.value}"
    return text if len(text) <= (element.max_length or 1_000) else None


def _words(declared, element, conflict, *, theirs):
    """One side of a conflict; of a row, its answers one under the other, without those of the identity class."""
    if conflict.theirs_row or conflict.mine_row:
        row = conflict.theirs_row if theirs else conflict.mine_row
        said = [(declared[key], answer) for key, answer in row.items() if key in declared and (not theirs or declared[key].risk != Risk.IDENTITY)]
        return "\n".join(f"{one.label}: {register.answer_words(one, answer)}" for one, answer in said) or _("Removed")
    return register.answer_words(element, (conflict.theirs if theirs else conflict.mine) or EMPTY)
