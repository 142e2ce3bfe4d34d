"""Analyse asks: the question, and what to read to answer it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from titip.analyse import reads
from titip.analyse.rules.intents import Intent
from titip.analyse.statistics import GapCounts
from titip.analyse.statistics.periods import periods
from titip.dictionary import reads as dictionary
from titip.dictionary.rules.types import ElementType
from titip.share.rules import TableProblem


class AskForm(forms.Form):
    """A question in words, with what is expected."""

    text = forms.CharField(
        label=_("What do you want to know?"), max_length=255, help_text=_("For example: In which kinds of work were the people we met exploited?"),
    )
    expectation = forms.CharField(
        label=_("What do you expect to see, and why?"), widget=forms.Textarea(attrs={"rows": 3}), required=False,
        help_text=_("Written now, it keeps us honest later. It cannot be changed once the question stands."),
    )
    question = forms.ChoiceField(label=_("Which of our standing questions does it belong to?"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["question"].choices = [("", _("None of them")), *((q.code, q.text) for q in dictionary.questions())]


#: What each intent asks: its fields in order, with label and help.
ASKS: dict[Intent, dict[str, tuple]] = {
    Intent.DESCRIBE: {
        "by": (_("Count people by"), ""),
        "number": (_("And describe these numbers in each group"), ""),
    },
    Intent.COMPARE: {
        "by": (_("Which groups?"), _("Groups with fewer than 50 people are counted, not compared.")),
        "other": (_("What is compared in them?"), _("A number, or an answer whose share is told. Left out: how many people are in each.")),
        "value": (_("Whose share?"), _("Only where an answer is compared. Left out: yes, or the most frequent one.")),
    },
    Intent.ASSOCIATE: {"by": (_("What occurs"), ""), "other": (_("together with what?"), "")},
    Intent.TREND: {
        "by": (_("Which time?"), _("The year in which the table was made is left out: it was not over.")),
        "other": (_("Only people with a certain answer to"), ""),
        "value": (_("Which answer?"), ""),
    },
    Intent.GAPS: {"by": (_("By which place, or other group?"), ""), "other": (_("And by which time?"), "")},
    Intent.OUTLIERS: {
        "by": (_("In what?"), _("A number: which values lie far from the rest. Groups: which have more or fewer than chance gives.")),
        "other": (_("For groups: compare the share with a certain answer to"), ""),
        "value": (_("Which answer?"), _("Left out: yes, or the most frequent one.")),
    },
}
#: Columns with more different answers than this are no choice for a list.
MOST_ANSWERS = 40


class ReadForm(forms.Form):
    """What to read from a released table, by what one wants to see. What the table cannot answer is an error that says what to do."""

    by = forms.ChoiceField()
    other = forms.ChoiceField(required=False)
    value = forms.ChoiceField(required=False)
    number = forms.ChoiceField(required=False)

    def __init__(self, *args, released, intent=Intent.DESCRIBE, **kwargs):
        super().__init__(*args, **kwargs)
        self._released, self._intent = released, intent
        #: What was counted on the way, to be kept; or that it takes longer than a page waits.
        self.counted: GapCounts | None = None
        self.takes_long = False
        headings = [column.heading for column in released.table.columns]
        timed = [(h.code, h.shown) for h in headings if _holds_time(released.column(h.code))]
        single = [(h.code, h.shown) for h in headings if h.type is not ElementType.SELECT_MANY]
        columns = {
            "by": [(h.code, h.shown) for h in headings] if intent is Intent.DESCRIBE else timed if intent is Intent.TREND else single,
            "other": timed if intent is Intent.GAPS else single,
            "number": [(h.code, h.shown) for h in headings if h.numeric],
            "value": _answers(released),
        }
        for name in list(self.fields):
            if name not in ASKS[intent]:
                del self.fields[name]
                continue
            field = self.fields[name]
            field.label, field.help_text = ASKS[intent][name]
            field.required = name == "by" or (intent is Intent.ASSOCIATE and name == "other")
            field.choices = [*([] if name == "by" else [("", _("Left out"))]), *columns[name]]
        self.empty = not columns["by"]

    def clean(self):
        data = super().clean()
        chosen = data.get("value") or ""
        code, _mark, data["value"] = chosen.partition("=")
        if chosen and code != data.get("other"):
            self.add_error("value", _("This is an answer to something else. Choose an answer to the question above, or none."))
        if not self.errors and self._intent is not Intent.DESCRIBE:
            try:
                if self._intent is Intent.GAPS:
                    self.counted = reads.count_at_once(self._released, data["by"], data.get("other") or "")
                reads.found(self._released, self._intent, data["by"], data.get("other") or "", data["value"], self.counted)
            except reads.TooLong:
                self.takes_long = True
            except TableProblem as problem:
                self.add_error("other" if data.get("other") else "by", str(problem))
        return data


def _holds_time(column):
    try:
        return bool(periods(column))
    except TableProblem:
        return False


def _answers(released):
    """The answers of every column that is a choice, under the name of their column."""
    listed = []
    for column in released.table.columns:
        heading = column.heading
        if heading.type is not ElementType.SELECT_MANY and 1 < len(column.values) <= MOST_ANSWERS:
            listed.append((heading.shown, [(f"{heading.code}={value}", column.name(value)) for value in column.values]))
    return listed


class NoteForm(forms.Form):
    """What a reader must know beside an answer."""

    context = forms.CharField(
        label=_("What else is there to know?"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What changed in this time or differs between these groups: a law, funding, staff, a new partner, a low starting number."),
    )
    explanations = forms.CharField(
        label=_("Which other explanations could there be?"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who is found, who is asked, who answers; a third thing that comes with both."),
    )
    not_collected = forms.CharField(
        label=_("What was not collected, and why?"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
    )
