"""A form as it looks, filled in with answers that go nowhere."""

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from titip.dictionary.form_builder import build, press
from titip.dictionary.form_builder.place import PlaceSelect
from titip.dictionary.rules.forms import FormSpec


def previewed(request: HttpRequest, spec: FormSpec, *, drafted: bool = False) -> HttpResponse:
    """The page of a form, of the version in force or of the draft."""
    data = request.POST if request.method == "POST" else None
    pressed = press(request.POST.get("go", ""), dict(request.POST.lists()), [e for section in spec.sections for e in section.elements])
    form = build(spec.sections, data=_query(pressed.values) if pressed else data)
    if pressed:
        form.unjudged()
    checked = data is not None and not pressed and form.is_valid()
    context = {"spec": spec, "form": form, "checked": checked, "drafted": drafted, "shortened": _shortened(form)}
    return render(request, "dictionary/preview.html", context)


def _shortened(form: BaseForm) -> bool:
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
