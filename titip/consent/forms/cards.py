"""The consent cards: one question per purpose, none preselected, and the conditions under which they were asked."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from titip.consent.forms.bases import DayField
from titip.consent.models.bases import CONFIDENTIALITY, FORMATS, INTERPRETERS, INTERPRETS, MODES
from titip.consent.rules.deciding import NEEDED_FOR_A_YES, Assent, CannotRecord, Choice, Conditions, refuse_consent
from titip.consent.rules.liveness import ADULT, State
from titip.dictionary.rules.codebook import CardLanguageEntry
from titip.dictionary.rules.forms import PurposeCard
from titip.protect.rules.grounds import GroundsKind

ANSWERS = [("yes", lazy("Yes")), ("no", lazy("No")), ("not_now", lazy("Not now"))]
_STATES = {"yes": State.GIVEN, "no": State.DECLINED, "not_now": State.UNDECIDED}
_INLINE = forms.RadioSelect(attrs={"class": "govuk-radios--inline"})

CONFIRMATIONS = {
    "private_place": lazy("We are in a private place: nobody else can hear us"),
    "capacity_confirmed": lazy("She is able to decide now: rested, not in shock, not under the influence of anything"),
    "no_duress_confirmed": lazy("Nobody presses her to say yes or no"),
    "benefits_explained": lazy("I explained what good it may do her, and promised nothing"),
    "risks_explained": lazy("I explained what could go wrong"),
    "voluntary_confirmed": lazy("She knows that she may say no, and that help does not depend on it"),
    "no_waiver": lazy("She knows that she gives up no rights, and can take a yes back on any day"),
}


def _yes_no(label: str, help_text: str = "", yes: str = "", no: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, help_text=help_text, choices=[("yes", yes or lazy("Yes")), ("no", no or lazy("No"))], widget=forms.RadioSelect, required=False,
    )


class CardsForm(forms.Form):
    """One form for the cards and how they were asked; ``read_back`` is asked on the page after it.

    ``cards_in`` is the language in which the cards are gone through, with the words around them; without it, our own.
    """

    #: Asked only where somebody interprets.
    OF_AN_INTERPRETER = ("interpreter_accepted", "interpreter_role", "interpreter_vouched")

    def __init__(
        self, *args: Any, purposes: Iterable[PurposeCard], age_status: str, language: str = "", cards_in: CardLanguageEntry | None = None, **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.purposes = list(purposes)
        self.around = cards_in
        self.age_status = age_status
        self.for_child = age_status != ADULT
        self.fields = {**self._decider(), **self._cards(), **self._conditions(language)}

    def _decider(self) -> dict[str, forms.Field]:
        if not self.for_child:
            return {}
        kinds = [
            (GroundsKind.GUARDIAN.value, _("A parent or other guardian")),
            (GroundsKind.BEST_INTEREST.value, _("A best-interest decision by those responsible for the child")),
        ]
        assents = [
            (Assent.GIVEN.value, _("The child agrees")), (Assent.DECLINED.value, _("The child does not agree")),
            (Assent.TOO_YOUNG.value, _("Too young to be asked")),
        ]
        return {
            "kind": forms.ChoiceField(label=_("Who decides for the child?"), choices=kinds, widget=forms.RadioSelect),
            "guardian_clear": _yes_no(
                _("Could this guardian be involved in what happened?"),
                _("If you are not sure, choose the second answer and ask for a best-interest decision."),
                yes=_("No, that is certain"), no=_("Yes, or not sure"),
            ),
            "assent": forms.ChoiceField(
                label=_("What does the child say?"), choices=assents, widget=forms.RadioSelect,
                help_text=_("Under 6: watch what the child shows. 6 to 11: simple words and pictures. 12 and over: the same cards. A no always counts."),
            ),
            "turns_18": DayField(
                label=_("The day the child turns 18, if it is known"), required=False, help_text=_("Day/month/year. On that day the child is asked herself."),
                widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
            ),
        }

    def _cards(self) -> dict[str, forms.Field]:
        return {
            card_name(purpose.code): forms.ChoiceField(
                label=spoken(purpose.name, purpose.language), choices=self.answers(purpose), required=False, widget=_INLINE,
                help_text=render_to_string("consent/card.html", {"card": purpose, "icon": icon_of(purpose.code), "around": self.around}),
            )
            for purpose in self.purposes
        }

    def answers(self, purpose: PurposeCard) -> list[tuple[str, str]]:
        """Yes, no and not now: in her language where it has words for them, with ours beside them for whoever asks."""
        around = self.around
        if around is None or not purpose.words_in:
            return [(value, str(label)) for value, label in ANSWERS]
        return [(value, said_in(getattr(around, value), around.code, str(label))) for value, label in ANSWERS]

    def _conditions(self, language: str) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {
            "language": forms.CharField(
                label=_("Language you spoke"), max_length=60, initial=language, required=False, widget=forms.TextInput(attrs={"class": "govuk-input--width-20"})
            ),
            "interpreter": forms.ChoiceField(label=_("Interpreter"), choices=worded(INTERPRETERS), initial="none", widget=forms.RadioSelect),
            "interpreter_accepted": forms.BooleanField(
                label=_("She accepts this interpreter, who is no relative, no employer and nobody whom she fears"), required=False
            ),
            "interpreter_role": forms.ChoiceField(
                label=_("Who interprets? (where somebody does)"), choices=worded(INTERPRETS), widget=forms.RadioSelect, required=False
            ),
            "interpreter_vouched": forms.CharField(
                label=_("Who vouches for the interpreter?"), help_text=_("A colleague or an organisation. Not the interpreter's own name."),
                max_length=120, required=False,
            ),
            "mode": forms.ChoiceField(label=_("How you spoke"), choices=worded(MODES), initial="in_person"),
        }
        for name, label in CONFIRMATIONS.items():
            fields[name] = forms.BooleanField(label=label, required=False)
        fields["distress_seen"] = forms.BooleanField(label=_("I saw signs of distress, and we took the time she needed"), required=False)
        fields["confidentiality"] = forms.ChoiceField(
            label=_("How may she be named?"), choices=worded(CONFIDENTIALITY), initial="code", widget=forms.RadioSelect
        )
        fields["formats"] = forms.MultipleChoiceField(
            label=_("In which forms may it be used?"), help_text=_("One tick for each that she agrees to. None is also an answer."),
            choices=worded(FORMATS), widget=forms.CheckboxSelectMultiple, required=False,
        )
        fields["lasting"] = forms.ChoiceField(
            label=_("For how long?"), help_text=_("Never longer than the card says."), required=False, initial="", widget=forms.RadioSelect,
            choices=[("", _("As long as the cards say")), ("12", _("At most a year")), ("6", _("At most six months")), ("3", _("At most three months"))],
        )
        fields["compensation"] = forms.CharField(label=_("Given for her time or costs (optional)"), max_length=120, required=False)
        return fields

    @property
    def given_in(self) -> str:
        """The language in which the cards are gone through; blank: our own."""
        return self.around.code if self.around else ""

    @property
    def decider_fields(self) -> list[forms.BoundField]:
        """Who decides for a child."""
        return [self[name] for name in ("kind", "guardian_clear", "assent", "turns_18") if name in self.fields]

    @property
    def card_fields(self) -> list[forms.BoundField]:
        """The cards in order."""
        return [self[card_name(purpose.code)] for purpose in self.purposes]

    @property
    def condition_fields(self) -> list[forms.BoundField]:
        """Everything after the cards."""
        shown = {field.name for field in [*self.decider_fields, *self.card_fields]}
        return [self[name] for name in self.fields if name not in shown]

    def clean(self) -> dict[str, Any]:
        """Hold the answers against the rules, as if they had been read back already."""
        data = super().clean() or {}
        if self.errors:
            return data
        try:
            refuse_consent(
                kind=self.decided_by(), age_status=self.age_status, choices=self.choices(), conditions=self.conditions(read_back=True), assent=self.assent(),
                guardian_clear=self.guardian_clear(),
            )
        except CannotRecord as refused:
            self.add_error(refused.field if refused.field in self.fields else None, _(refused.message))
            self._add_missing_confirmations(refused.field)
        return data

    def _add_missing_confirmations(self, first: str) -> None:
        if first not in NEEDED_FOR_A_YES:
            return
        for name in NEEDED_FOR_A_YES:
            if name != first and name in self.fields and not self.cleaned_data.get(name):
                self.add_error(name, _("Needed before a yes counts."))

    def decided_by(self) -> GroundsKind:
        """Whose decision it is."""
        return GroundsKind(self.cleaned_data["kind"]) if self.for_child else GroundsKind.CONSENT

    def assent(self) -> Assent:
        """The child's own word."""
        return Assent(self.cleaned_data["assent"]) if self.for_child else Assent.NOT_NEEDED

    def guardian_clear(self) -> bool:
        """Whether the guardian is certainly not involved."""
        return self.for_child and self.cleaned_data.get("guardian_clear") == "yes"

    def choices(self) -> list[Choice]:
        """The cards that were answered; the others stay as they were."""
        given = ((purpose.code, self.cleaned_data.get(card_name(purpose.code))) for purpose in self.purposes)
        return [Choice(code, _STATES[answer]) for code, answer in given if answer]

    def conditions(self, *, read_back: bool) -> Conditions:
        """How it was asked."""
        known = Conditions.__dataclass_fields__
        said = {name: value for name, value in self.cleaned_data.items() if name in known}
        return Conditions(**{**said, "formats": ",".join(said.get("formats", ()))}, read_back=read_back)

    def at_most(self) -> int | None:
        """The months she wants it to last at most."""
        return int(self.cleaned_data.get("lasting") or 0) or None

    def turns_18(self) -> date | None:
        """The day on which a child is asked herself, where it is known."""
        found: date | None = self.cleaned_data.get("turns_18")
        return found


#: The purposes for which a picture was drawn; any other has a sheet of paper with a question.
DRAWN_FOR = frozenset({"care", "referral", "legal", "statistics", "research", "outreach"})


def icon_of(purpose: str) -> str:
    """The address of the picture on a purpose's card."""
    return static(f"consent/icons/{purpose if purpose in DRAWN_FOR else 'other'}.svg")


def spoken(words: str, language: str) -> SafeString:
    """Words marked with their language."""
    return format_html('<span lang="{}" dir="auto">{}</span>', language, words)


def said_in(words: str, language: str, ours: str) -> str:
    """Words in her language, and ours beside them; ours alone where there are none."""
    return format_html("{} · {}", spoken(words, language), ours) if words else ours


def card_name(purpose: str) -> str:
    """The field of a purpose's card."""
    return f"card_{purpose}"


def worded(choices: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Choices in the reader's language."""
    return [(value, _(label)) for value, label in choices]
