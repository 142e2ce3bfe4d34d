"""Places: which are known, finding one, bringing in an organisation's own list."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from titip.dictionary import actions, reads
from titip.dictionary.rules.places import Place
from titip.dictionary.rules.points import position_of
from titip.protect.gate import StaffRequest, may, page
from titip.protect.reads.staff import our_country

_SHOWN = 20
LARGEST = 60 * 1024 * 1024
_LEVELS = (gettext_lazy("Country"), gettext_lazy("Provinces"), gettext_lazy("Districts"), gettext_lazy("Communes, towns"), gettext_lazy("Villages"))


class PlacesForm(forms.Form):
    """A list, what it is called and whose it is."""

    use_required_attribute = False
    file = forms.FileField(
        label=gettext_lazy("The list (CSV, UTF-8)"),
        help_text=gettext_lazy("The first line names the columns: code, name, and where you have them parent, native, kind, lat, lon, also (other names)."),
        error_messages={"required": gettext_lazy("Choose a file."), "empty": gettext_lazy("This file is empty.")},
    )
    name = forms.CharField(label=gettext_lazy("What this list is"), max_length=120, help_text=gettext_lazy("For example: villages of our three districts."))
    source = forms.CharField(label=gettext_lazy("Where it comes from, and its terms of use"), max_length=200, required=False)

    leave_out = forms.BooleanField(
        label=gettext_lazy("Leave out lines that are wrong, and keep the others"), required=False,
        help_text=gettext_lazy("Send it without this first: you see what is wrong."),
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what is far too large before anything is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if file.size and file.size > LARGEST:
            raise forms.ValidationError(_("This file is larger than %(megabytes)s MB. Split it.") % {"megabytes": LARGEST // 1024**2})
        return file


def _called(country: str) -> str:
    """A country by its name, by its code where the lists do not name it."""
    found = reads.place_of(country)
    return found.name if found else country


@page("dictionary.places", keeps=False)
def places(request: StaffRequest) -> HttpResponse:
    """What is known, a box to try it, and the lists brought in."""
    typed = request.POST.get("text", "")[:100]
    known = reads.place_index()
    countries: dict[str, list[int]] = {}
    for first, level, count in known.counts() if known else ():
        row = countries.setdefault(first, [0] * len(_LEVELS))
        row[min(level, len(_LEVELS) - 1)] += count
    context = {
        "known": len(known) if known else 0, "current": reads.places_current(), "levels": _LEVELS,
        "countries": sorted((_called(country), counts) for country, counts in countries.items()),
        "lists": reads.place_lists(), "typed": typed, "found": reads.find_places(typed, near=our_country()) if typed else [],
        "may_import": may(request, "dictionary.places.import"),
    }  # fmt: skip
    return render(request, "dictionary/places.html", context)


@page("dictionary.places", keeps=False)
@require_POST
def find_places(request: StaffRequest) -> JsonResponse:
    """Places called like ``text``, for a control that finds while one types. What is typed stands in no address and no log.

    ``positions``: whether a map asks, which wants to know where they lie.
    ``finest``: the finest level that may be kept; of a finer place the one around it is offered, and it is said where the finer one lies.
    """
    asked = request.POST.get("finest", "")
    finest = max(1, int(asked)) if asked.isdecimal() and len(asked) == 1 else 1
    offered: dict[str, dict[str, Any]] = {}
    for place in reads.find_places(request.POST.get("text", "")[:100], near=our_country()):
        wide = widened(place, finest)
        if wide:
            told = {"code": wide.code, "label": wide.label, "lies": place.name if wide.code != place.code else ""}
            offered.setdefault(wide.code, {**told, "at": _position(wide)} if "positions" in request.POST else told)
    return JsonResponse({"ready": reads.place_index() is not None, "places": list(offered.values())})


def _position(place: Place) -> list[float] | None:
    """Latitude, longitude and how precisely they are known, in kilometres; None where they are not."""
    found = position_of(place)
    return [float(found[0]), float(found[1]), found[2]] if found else None


def widened(place: Place, finest: int) -> Place | None:
    """The place itself where it is wide enough, else the nearest around it that is."""
    if place.level <= finest:
        return place
    around = (reads.place_of(code) for code, _name in place.above)
    return next((one for one in around if one is not None and one.level <= finest), None)


@page("dictionary.places.import", keeps=False)
def bring_places(request: StaffRequest) -> HttpResponse:
    """Bring in an organisation's own list. Nothing is kept while anything is wrong with it."""
    form = PlacesForm(request.POST, request.FILES) if request.method == "POST" else PlacesForm()
    problems: list[tuple[int, str]] = []
    more = 0
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            made = actions.import_places(
                content=asked["file"].read(), name=asked["name"], source=asked["source"], actor_code=request.actor.code, staff_id=request.actor.id,
                leave_out=asked["leave_out"],
            )
        except actions.BadList as bad:
            problems = [(problem.line, _(problem.message) % problem.values) for problem in bad.problems[:_SHOWN]]
            more = len(bad.problems) - len(problems)
            form.add_error("file", _("Nothing was kept. Correct the lines below in your file, and choose it again."))
        else:
            messages.success(request, _("%(count)s places are kept. They can be found in a minute or two.") % {"count": f"{made.count:,}"})
            return redirect("dictionary:places")
    return render(request, "dictionary/bring_places.html", {"form": form, "problems": problems, "more": more})
