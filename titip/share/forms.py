"""Share asks: what a release should be."""

from django import forms
from django.utils.translation import gettext_lazy as _

from titip.dictionary import reads as dictionary
from titip.share import reads
from titip.share.models import Release
from titip.share.rules import SMALLEST_K, Audience


class ReleaseForm(forms.Form):
    """The wish for a release. Nothing is preselected that would widen it."""

    source = forms.ChoiceField(label=_("From what?"), widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("What is this table for?"), max_length=160, help_text=_("For example: Forms of exploitation, for the yearly report"))
    purpose = forms.ChoiceField(label=_("Purpose"), help_text=_("Only people who agreed to this purpose are in the table; the others are counted, not named."))
    audience = forms.ChoiceField(label=_("Who will see it?"), choices=Release.AUDIENCES, widget=forms.RadioSelect)
    recipient = forms.CharField(label=_("If outside: to whom?"), max_length=160, required=False)
    outside_note = forms.CharField(label=_("If outside: under which agreement?"), max_length=160, required=False)
    k = forms.IntegerField(
        label=_("How many people must look alike, at least? (k)"), min_value=2, max_value=100, initial=11,
        help_text=_("Each person shares her identifying answers with at least k − 1 others. Outside the organisation: 11 or more."),
    )
    method = forms.ChoiceField(
        label=_("What should happen to answers that would single somebody out?"), initial="recode", widget=forms.RadioSelect,
        choices=[
            ("recode", _("Make them coarser, then withhold: a province becomes its country, an age its band")),
            ("suppress", _("Withhold only: what is shown is as it was answered")),
        ],
    )
    dates = forms.ChoiceField(
        label=_("How fine may dates be?"), initial="year", widget=forms.RadioSelect,
        choices=[("year", _("The year")), ("month", _("The month, made coarser where it must be"))],
        help_text=_("A month makes people easier to find, and more must be withheld."),
    )
    elements = forms.MultipleChoiceField(
        label=_("Which answers?"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose few: every one marked “may identify” makes people easier to find, and more must be withheld."),
    )
    period = forms.CharField(label=_("Period"), max_length=80, help_text=_("For example: January to December 2025"))
    place = forms.CharField(label=_("Place"), max_length=120, help_text=_("For example: Banteay Meanchey and Sa Kaeo"))
    bias = forms.CharField(
        label=_("Whom do we meet, and whom do we not?"), widget=forms.Textarea(attrs={"rows": 3}), required=False,
        help_text=_("How funding, mandate, language and places shape this data. Needed for anything that goes outside."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [(p.code, p.name) for p in dictionary.purposes()]
        sources = {source.code: source for source in reads.sources()}
        self.fields["source"].choices = [(source.code, source.name) for source in sources.values()]
        chosen = self.data.get("source") or self.initial.get("source") or reads.REGISTRATION
        self.made_from = sources.get(chosen, sources[reads.REGISTRATION])
        self.initial["source"] = self.made_from.code
        if not self.made_from.people:
            nobody = _("Nobody stands behind these rows, so nobody need agree; the purpose says what the table may be used for.")
            self.fields["purpose"].help_text = nobody
            self.fields["k"].label = _("How many rows must look alike, at least? (k)")
            self.fields["k"].help_text = _("Where a place or another answer may tell which one it is. Outside the organisation: 11 or more.")
        purpose = self.data.get("purpose") or self.initial.get("purpose") or "statistics"
        self.initial.setdefault("purpose", purpose)
        self.fields["elements"].choices = [
            (e.code, _("%(label)s (may identify)") % {"label": e.label} if e.quasi_identifier else e.label)
            for e in reads.releasable(purpose, self.made_from.code)
        ]
        self.never = reads.never_released(purpose, self.made_from.code)

    def clean(self):
        """What goes outside needs more; what is never by default is refused by its name, however it was asked for."""
        data = super().clean()
        data["source"] = self.made_from.code
        wanted = set(self.data.getlist("elements")) if hasattr(self.data, "getlist") else set(self.data.get("elements", ()))
        if never := [e.label for e in self.never if e.code in wanted]:
            self.errors.pop("elements", None)
            self.add_error(
                "elements",
                _("Never in a table unless she agreed to that very answer, and nobody did: %(labels)s. Leave it out.")
                % {"labels": ", ".join(never)},
            )
        audience = data.get("audience")
        if audience and data.get("k") and data["k"] < SMALLEST_K[Audience(audience)]:
            self.add_error("k", _("For this audience k must be %(k)s or more.") % {"k": SMALLEST_K[Audience(audience)]})
        if audience == "outside":
            for name, message in (
                ("recipient", _("Say who receives it.")),
                ("outside_note", _("Name the data sharing agreement.")),
                ("bias", _("Say whom we meet and whom we do not, before this leaves.")),
            ):
                if not data.get(name):
                    self.add_error(name, message)
        return data
