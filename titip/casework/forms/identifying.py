"""Asks for a formal assessment: what happened, what shows it, the child's checklist, the decision; and for a law's text."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from titip.casework.actions.identifying import LONGEST, LONGEST_LINE
from titip.casework.forms.choices import DayField, translated
from titip.casework.forms.work import OfPerson
from titip.casework.rules.identifying import ACTS, BODIES, DONE, ELEMENTS, HOW, KNOWN_LAWS, MEANS, OUTCOMES, PROTOCOL, PURPOSES, RELATIONS, Body, Outcome


class ElementsForm(forms.Form):
    """What happened: acts, means, purposes. Of somebody under 18 the means are not asked."""

    acts = forms.MultipleChoiceField(label=_("Acts: what was done"), required=False, widget=forms.CheckboxSelectMultiple)
    means = forms.MultipleChoiceField(label=_("Means: how it was done"), required=False, widget=forms.CheckboxSelectMultiple)
    purposes = forms.MultipleChoiceField(label=_("Purposes: what for"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, child: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in (("acts", ACTS), ("means", MEANS), ("purposes", PURPOSES)):
            self.fields[name].choices = translated(words)  # type: ignore[attr-defined]
        if child:
            del self.fields["means"]

    def ticked(self) -> list[str]:
        """The codes, once the form is valid."""
        return [code for name in self.fields for code in self.cleaned_data[name]]


class EvidenceForm(forms.Form):
    """What shows each thing that is ticked."""

    def __init__(self, *args: Any, elements: Iterable[str], places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.elements = list(elements)
        for code in self.elements:
            label = {"element": said(ELEMENTS[code])}
            self.fields[f"{code}-how"] = forms.ChoiceField(
                label=said("%(element)s: how do we know?") % label, required=False, choices=[("", said("Not shown yet")), *translated(HOW)],
            )
            self.fields[f"{code}-what"] = forms.CharField(
                label=said("%(element)s: her words, or what was seen") % label, max_length=LONGEST_LINE, required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"{code}-where"] = forms.ChoiceField(
                label=said("%(element)s: where does it stand?") % label, required=False, choices=[("", said("Only here")), *places],
            )
            self.fields[f"{code}-paper"] = forms.CharField(
                label=said("%(element)s: document, by its number or place") % label, max_length=200, required=False,
            )

    def asked(self) -> list[tuple[str, list[tuple[forms.BoundField, str]]]]:
        """What is ticked, each with its four fields and their words where its name stands above them."""
        words = {
            "how": said("How do we know?"), "what": said("Her words, or what was seen"), "where": said("Where does it stand?"),
            "paper": said("Document, by its number or place"),
        }
        return [(said(ELEMENTS[code]), [(self[f"{code}-{part}"], told) for part, told in words.items()]) for code in self.elements]

    def evidence(self) -> dict[str, dict[str, str]]:
        """What was said for each element, once the form is valid."""
        found = {}
        for code in self.elements:
            parts = {part: self.cleaned_data[f"{code}-{part}"] for part in ("how", "what", "where")}
            if paper := self.cleaned_data[f"{code}-paper"]:
                parts["where"], parts["paper"] = parts["where"] or "paper", paper
            found[code] = parts
        return found


class ProtocolForm(forms.Form):
    """The child's checklist."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in PROTOCOL.items():
            self.fields[code] = forms.ChoiceField(label=said(label), choices=translated(DONE), widget=forms.RadioSelect)


class DecisionForm(forms.Form):
    """What is decided, by whom, under which law, why."""

    outcome = forms.TypedChoiceField(label=_("What is decided?"), coerce=Outcome, widget=forms.RadioSelect)
    body = forms.TypedChoiceField(label=_("Which body decides?"), coerce=Body)
    decider = forms.CharField(label=_("Who decided there?"), max_length=200, help_text=_("Name and function, or the office. It is sealed."))
    decided_on = DayField(label=_("On which day?"), help_text=_("Day/month/year"))
    law = forms.TypedChoiceField(
        label=_("Under which law?"), coerce=UUID, required=False, empty_value=None, help_text=_("The text as it is kept now stays with this decision."),
    )
    reasons = forms.CharField(
        label=_("Reasons"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Sealed with the person's own key. If you disagree with an earlier decision, say why: both stand."),
    )

    def __init__(self, *args: Any, laws: list[tuple[str, str]], bodies: Iterable[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = translated(OUTCOMES)  # type: ignore[attr-defined]
        self.fields["body"].choices = translated(BODIES, bodies)  # type: ignore[attr-defined]
        self.fields["law"].choices = [("", said("None is named")), *laws]  # type: ignore[attr-defined]


class RecordForm(DecisionForm, OfPerson):
    """Another body's decision. ``earlier`` are (id, words) of what it reviews or decides an appeal on."""

    earlier = forms.TypedChoiceField(label=_("Does it review an earlier decision?"), coerce=UUID, required=False, empty_value=None)
    relation = forms.ChoiceField(label=_("If so, how?"), required=False)

    field_order = ("person",)

    def __init__(self, *args: Any, earlier: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["earlier"].choices = [("", said("No, it stands by itself")), *earlier]  # type: ignore[attr-defined]
        self.fields["relation"].choices = [("", said("It does not")), *translated(RELATIONS, ("review", "appeal"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Both or neither."""
        given = super().clean() or self.cleaned_data
        if bool(given.get("earlier")) != bool(given.get("relation")):
            self.add_error("relation", said("Choose the earlier decision, and whether it is reviewed or appealed against; or neither."))
        return given


class LawForm(forms.Form):
    """A law's text as it stands now."""

    country = forms.ChoiceField(label=_("Country"), required=False)
    name = forms.CharField(label=_("Name of the law"), max_length=200)
    articles = forms.CharField(label=_("Articles"), max_length=120, help_text=_("Those that define trafficking in persons."))
    version = forms.CharField(label=_("Version"), max_length=80, help_text=_("For example “as amended in 2022”."))
    in_force = DayField(label=_("In force from"), help_text=_("Day/month/year"))
    text = forms.CharField(
        label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 10}), help_text=_("Copied from the official text, word for word."),
    )
    source = forms.CharField(label=_("Where the text was taken from"), max_length=300, help_text=_("The gazette with its number, or an address and the day."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", said("International text")), *((code, f"{code} · {name}") for code, name in KNOWN_LAWS.items())]  # type: ignore[attr-defined]
