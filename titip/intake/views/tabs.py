"""When two tabs of one draft typed different answers to the same question: both side by side, a choice for each."""

from django.core.exceptions import ValidationError
from django.shortcuts import render

from titip.intake.forms import whole_form
from titip.intake.rules.meeting import mark, read_marks
from titip.register import reads as register

CHOICE, SHOWN = "tab__", "tab_shown__"


def chosen_between_tabs(request, typed):
    """What was sent and what it had before it, after the choices of ``show_tabs`` where there were any."""
    had = dict(read_marks(request.POST.get("had", "")))
    there = [code for code in typed.seen if request.POST.get(CHOICE + code) == "there"]
    here = {code: request.POST.get(SHOWN + code, "") for code in typed.seen if request.POST.get(CHOICE + code) == "here"}
    return typed.without(there), {**had, **here}


def show_tabs(request, person, sheet, typed, kept, wanted):
    """Both answers of each question. What was typed here goes on with the page, so that the next press sends it."""
    elements = [element for element in sheet.elements() if element.code in kept.clashes]
    context = {
        "person": person, "sheet": sheet, "wanted": wanted, "at": kept.draft.updated_at,
        "lines": [
            {"element": e, "there": _words(sheet, kept.typed, e), "here": _words(sheet, typed, e), "shown": mark(kept.typed, e.code)} for e in elements
        ],
        "fields": [
            (name, value) for name, values in request.POST.lists() for value in values
            if name not in ("csrfmiddlewaretoken", "go") and not name.startswith((CHOICE, SHOWN))
        ],
    }
    return render(request, "intake/tabs.html", context, status=409)


def _words(sheet, typed, element):
    """An answer in words; as it was typed where it is not valid yet."""
    form = whole_form(sheet, typed)
    field = form.fields[element.code]
    try:
        answer = field.clean(field.widget.value_from_datadict(form.data, {}, element.code))
        return register.answer_words(element, answer)
    except ValidationError:
        return ", ".join(typed.values.get(element.code, ()))
