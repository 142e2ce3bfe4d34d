"""The pages on which a form is asked: one idea, a whole section, the list of sections, what is to be looked at again."""

from django.shortcuts import render

from titip.dictionary.rules.forms import Section
from titip.dictionary.rules.keys import top_of
from titip.intake import reads
from titip.intake.forms import check_named, page_marks, section_form, whole_form
from titip.intake.rules.meeting import write_marks
from titip.intake.rules.stepping import ONE, beside, found, steps
from titip.intake.views.finding import Place, section_number
from titip.kit import clock


def show_form(request, person, sheet, place, interview, *, wrong=None, clears=None):
    """The page of a place, as the colleague chose to have the questions come."""
    one = interview is not None and interview.layout == ONE
    if not sheet.sections or (one and (clears is not None or not place.named)):
        return _list(request, person, sheet, clears=clears)
    if not one:
        return _section(request, person, sheet, place.section, wrong=wrong, clears=clears)
    whole = whole_form(sheet, sheet.typed)
    pages = _pages(sheet, whole)
    here = found(pages, place.at or _first_open(sheet, pages, place.section), place.section)
    if here is None:
        return _list(request, person, sheet)
    return _step(request, person, sheet, whole, pages, here, checked=wrong is not None)


def show_wrong(request, person, sheet, place, interview, wrong):
    """A save was refused: the section with what is to be looked at; where one idea stands on a page, those questions alone."""
    if interview is None or interview.layout != ONE:
        return _section(request, person, sheet, place.section, wrong=wrong)
    codes = {top_of(key) for key in wrong.errors}
    section = Section("", tuple(element for element in sheet.elements() if element.code in codes))
    form = section_form(sheet, section, sheet.typed, whole=wrong, checked=True, folds=True)
    if form.is_valid():
        check_named(request.actor, person, form)
    at = section.elements[0].code if section.elements else ""
    return render(request, "intake/wrong.html", {**_around(person, sheet, section), "form": form, "number": place.section, "at": at})


def way_on(sheet, place, wanted):
    """The place that a button leads to: the next idea or the one before, a question, a section. None: the list of sections."""
    if wanted.startswith("section-"):
        return Place(section_number(wanted.removeprefix("section-"), sheet))
    pages = _pages(sheet, whole_form(sheet, sheet.typed))
    if wanted.startswith("at-"):
        step = found(pages, wanted.removeprefix("at-"), place.section)
    else:
        here = found(pages, place.at, place.section)
        step = beside(pages, here, -1 if wanted == "back" else 1) if here is not None else None
    return Place(step.section, step.at) if step is not None else None


def first_wrong(sheet, form):
    """The number of the first section with something to look at again."""
    return next((i for i, section in enumerate(sheet.sections) if _wrong_in(section, form)), 0)


def _pages(sheet, whole):
    return steps(sheet.sections, standing=sheet.standing, hidden=whole.following.hidden)


def _first_open(sheet, pages, section):
    """The first question of a section that has no answer yet; nothing where all have one."""
    mine = (page for page in pages if page.section == section and page.place and not page.known)
    return next((page.at for page in mine if not all(sheet.has_answer(element.code) for element in page.elements)), "")


def _around(person, sheet, section):
    """What every page of questions needs."""
    return {
        "person": person, "sheet": sheet, "section": section, "pause": sheet.pause, "had": write_marks(page_marks(sheet, section)) if section else "",
        "made": int(clock.now().timestamp()),
    }


def _step(request, person, sheet, whole, pages, here, *, checked):
    section = here.part(sheet.sections[here.section].title)
    form = section_form(sheet, section, sheet.typed, whole=whole, checked=checked, folds=True)
    after = beside(pages, here, 1)
    mine = [page for page in pages if page.section == here.section and page.place]
    context = {
        **_around(person, sheet, section), "form": form, "number": here.section, "step": here, "at": here.at,
        "before": beside(pages, here, -1), "after": after,
        "leads_to": sheet.sections[after.section].title if after is not None and after.section != here.section else "",
        "asked": [{"page": page, "here": page is here, "done": all(sheet.has_answer(e.code) for e in page.elements)} for page in mine],
    }
    return render(request, "intake/step.html", context)


def _list(request, person, sheet, *, clears=None):
    whole = whole_form(sheet, sheet.typed)
    pages = _pages(sheet, whole)
    told = whole if sheet.typed.seen else None
    left = _left_at(sheet, pages)
    arise = {page.section for page in pages if page.place}
    context = {
        "person": person, "sheet": sheet, "clears": clears or {}, "left": left, "left_title": sheet.sections[left.section].title if left else "",
        "tabs": [tab for tab in _tabs(sheet, None, told) if tab["number"] in arise], "earlier": reads.hard_sittings(request.actor, person),
        "to_check": sum(_wrong_in(section, told) for section in sheet.sections),
    }
    return render(request, "intake/sections.html", context)


def _left_at(sheet, pages):
    """The page that she left last; none where it was the end of the form and is answered: then what is left to do is saving."""
    left = found(pages, sheet.at, 0) if sheet.at else None
    ended = left is not None and beside(pages, left, 1) is None and all(sheet.has_answer(element.code) for element in left.elements)
    return None if ended else left


def _section(request, person, sheet, number, *, wrong=None, clears=None):
    section = sheet.sections[number] if sheet.sections else None
    whole = wrong if wrong is not None else whole_form(sheet, sheet.typed)
    form = section_form(sheet, section, sheet.typed, whole=whole, checked=wrong is not None) if section else None
    if form is not None and wrong is not None and form.is_valid():
        check_named(request.actor, person, form)
    told = whole if wrong is not None or sheet.typed.seen else None
    context = {
        **_around(person, sheet, section), "form": form, "number": number, "clears": clears or {},
        "others_wrong": [(i, s) for i, s in enumerate(sheet.sections) if wrong is not None and i != number and _wrong_in(s, wrong)],
        "tabs": _tabs(sheet, number, told), "earlier": reads.hard_sittings(request.actor, person),
        "next": number + 1 if number + 1 < len(sheet.sections) else None,
    }
    return render(request, "intake/fill.html", context)


def _tabs(sheet, number, told):
    """The sections, each with how many of its questions have an answer and how many are to be looked at."""
    return [
        {"number": i, "title": s.title, "answered": sheet.answered(s), "of": len(s.elements), "here": i == number, "wrong": _wrong_in(s, told)}
        for i, s in enumerate(sheet.sections)
    ]


def _wrong_in(section, form):
    """How many of a section's questions have something to look at again, among what was typed."""
    wrong = {top_of(key) for key in form.errors} if form is not None else set()
    return sum(element.code in wrong for element in section.elements)
