"""A form as it looks, filled in with answers that go nowhere."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from titip.dictionary.form_builder import ElementForm, FormSection, build, press
from titip.dictionary.form_builder.place import PlaceSelect
from titip.dictionary.rules.forms import FormSpec
from titip.dictionary.rules.keys import top_of
from titip.dictionary.rules.parts import WAY


def previewed(request: HttpRequest, spec: FormSpec, *, drafted: bool = False) -> HttpResponse:
    """The page of a form, of the version in force or of the draft."""
    data = request.POST if request.method == "POST" else None
    pressed = press(request.POST.get("go", ""), dict(request.POST.lists()), [e for section in spec.sections for e in section.elements])
    form = build(spec.sections, data=_query(pressed.values) if pressed else data)
    if pressed:
        form.unjudged()
    checked = data is not None and not pressed and form.is_valid()
    context = {"spec": spec, "form": form, "checked": checked, "drafted": drafted, "shortened": _shortened(form), "parts": _parts(form, request.POST)}
    return render(request, "dictionary/preview.html", context)


def _parts(form: ElementForm, sent: QueryDict) -> list[tuple[FormSection, bool]]:
    """The sections, each with whether it stands open: the first, and where something was typed or is to be looked at. A whole form is many screens long."""
    told = {name for name, values in sent.lists() if any(values)} | {top_of(key) for key in form.errors}
    made = []
    for number, section in enumerate(form.sections):
        names = [field.html_name for field in section.fields]
        made.append((section, number == 0 or any(one == name or one.startswith((f"{name}{WAY}", f"{name}/")) for one in told for name in names)))
    return made


def _shortened(form: ElementForm) -> bool:
    """Cut the lists of places after the first: a whole form on one page would hold the same 350 names again and again. Whether any was cut."""
    lists = [field.widget.control for field in form.fields.values() if isinstance(getattr(field.widget, "control", None), PlaceSelect)]
    for control in lists[1:]:
        control.choices = list(control.choices)[:2]
    return len(lists) > 1


def _query(values: dict[str, list[str]]) -> QueryDict:
    made = QueryDict(mutable=True)
    for name, sent in values.items():
        made.setlist(name, sent)
    return made
