"""Asks for the daily work on a case: notes, steps, services, moves."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from titip.casework.forms.choices import NO_NAMES, DayField, translated
from titip.casework.rules.states import BY_HAND, STATES, STEP_KINDS, State, moves_from
from titip.casework.rules.words import ACCEPTED, Accepted
from titip.protect.rules.roles import ROLES, Role

#: Roles that can be responsible for a step.
_RESPONSIBLE = (Role.FRONTLINE, Role.SUPERVISOR, Role.LAWYER, Role.INVESTIGATOR)


class OfPerson(forms.Form):
    """A form about one of the people in the case. ``people`` are (id, words)."""

    person = forms.TypedChoiceField(label=_("About whom?"), coerce=UUID, widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]
        if len(people) == 1:
            self.initial["person"] = people[0][0]  # over a page that named nobody


class NoteForm(OfPerson):
    """A note."""

    text = forms.CharField(
        label=_("Note"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Sealed with the person's own key. Keep what was seen, what the person said and what you think apart."),
    )
    heavy = forms.BooleanField(label=_("This describes harm: show it only after a click"), required=False)


class StepForm(forms.Form):
    """A step to plan."""

    kind = forms.ChoiceField(label=_("What is to be done?"))
    role = forms.TypedChoiceField(label=_("Who is responsible?"), coerce=Role, help_text=_("A role, not a person: whoever holds it on this case sees it."))
    due = DayField(label=_("By when?"), help_text=_("Day/month/year"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", said("Choose")), *translated(STEP_KINDS, BY_HAND)]  # type: ignore[attr-defined]
        self.fields["role"].choices = [(role.value, said(ROLES[role].label)) for role in _RESPONSIBLE]  # type: ignore[attr-defined]


class ServiceForm(OfPerson):
    """A service offered. Open in every state: services never depend on identification."""

    kind = forms.ChoiceField(label=_("Which service?"))
    provider = forms.TypedChoiceField(label=_("Who gives it?"), coerce=UUID, required=False, empty_value=None)
    accepted = forms.TypedChoiceField(label=_("What did the person say?"), coerce=Accepted, widget=forms.RadioSelect)

    def __init__(self, *args: Any, kinds: dict[str, str], providers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].label = _("To whom?")
        self.fields["kind"].choices = [("", said("Choose")), *kinds.items()]  # type: ignore[attr-defined]
        self.fields["provider"].choices = [("", said("Ourselves")), *providers]  # type: ignore[attr-defined]
        self.fields["accepted"].choices = translated(ACCEPTED)  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What the person said to an offer."""

    accepted = forms.TypedChoiceField(label=_("What did the person say?"), coerce=Accepted, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["accepted"].choices = translated(ACCEPTED)  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """Where the case goes, and why."""

    to = forms.TypedChoiceField(label=_("Where to?"), coerce=State, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why?"), max_length=200, help_text=NO_NAMES)
    seen = forms.TypedChoiceField(coerce=State, choices=[(state.value, state.value) for state in State], widget=forms.HiddenInput)

    def __init__(self, *args: Any, state: State, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(after.value, said(STATES[after].label)) for after in moves_from(state)]  # type: ignore[attr-defined]
        self.fields["seen"].initial = state.value
