"""When a colleague changed the same answers: both sides side by side, a choice for each, nothing kept meanwhile."""

from django.shortcuts import render

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.answers import EMPTY
from titip.kit import clock
from titip.protect.rules.access import visible_elements
from titip.protect.rules.roles import Risk
from titip.register import reads as register


def show_conflicts(request, person, sheet, stale):
    """Both sides of each element, as far as whoever asks may see theirs."""
    declared = dictionary.declared(sheet.spec.record_type)
    elements = [declared[conflict.element] for conflict in stale.conflicts]
    seen = sheet.shown & visible_elements(request.actor, "intake.fill", register.facts(person), [dictionary.facts(e) for e in elements], now=clock.now())
    lines = [
        {
            "element": element,
            "theirs": register.answer_words(element, conflict.theirs or EMPTY) if element.code in seen and element.risk != Risk.IDENTITY else None,
            "mine": register.answer_words(element, conflict.mine or EMPTY),
        }
        for element, conflict in zip(elements, stale.conflicts, strict=True)
    ]
    context = {"person": person, "sheet": sheet, "lines": lines, "author": stale.author, "at": stale.at, "base": stale.number}
    return render(request, "intake/conflict.html", context, status=409)


def keep_theirs(request, sheet):
    """The elements for which the colleague's answer was chosen."""
    return [element.code for element in sheet.elements() if request.POST.get(f"settle__{element.code}") == "theirs"]
