"""Analyse asks: the question, and what to read to answer it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from titip.dictionary import reads as dictionary


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


class ReadForm(forms.Form):
    """Which column to count, and of which numbers to tell centre and spread in each group."""

    by = forms.ChoiceField(label=_("Count people by"))
    number = forms.ChoiceField(label=_("And describe these numbers in each group"), required=False)

    def __init__(self, *args, released, **kwargs):
        super().__init__(*args, **kwargs)
        headings = [column.heading for column in released.table.columns]
        self.fields["by"].choices = [(h.code, h.shown) for h in headings]
        self.fields["number"].choices = [("", _("None")), *((h.code, h.shown) for h in headings if h.numeric)]
