"""Asks for an instrument's file, and asks its questions."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from titip.casework.forms.choices import translated
from titip.casework.forms.work import OfPerson
from titip.casework.rules.instruments import MODES, Instrument, Item, Kind, Option, Wording
from titip.dictionary.rules.expressions import holds, parse
from titip.dictionary.rules.languages import OTHERS
from titip.kit import clock
from titip.kit.text import clean_line

#: An instrument's file is far smaller (bytes).
LARGEST = 2 * 1024 * 1024
#: Characters of a note.
LONGEST_NOTE = 2_000


class ToolFile(forms.Form):
    """One file."""

    use_required_attribute = False
    file = forms.FileField(
        label=_("File"), help_text=_("An XLSForm (.xlsx) with a column “weight”, or a .csv with the columns kind, name, label, weight, relevant, list."),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what is far too large before anything is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if file.size and file.size > LARGEST:
            raise forms.ValidationError(said("This file is larger than 2 MB. An instrument is much smaller."))
        return file


class NumberAnswer(forms.CharField):
    """A number in digits of any script, kept as it is written in English; ``item`` says what it must keep to."""

    def __init__(self, *, item: Item, **kwargs: Any) -> None:
        mode = "numeric" if item.whole else "decimal"
        super().__init__(widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "inputmode": mode, "autocomplete": "off"}), **kwargs)
        self.item = item

    def clean(self, value: Any) -> str:
        """The number as text, empty where nothing was typed."""
        text = clean_line(str(super().clean(value))).replace("\N{MINUS SIGN}", "-").replace(",", ".")
        if not text:
            return ""
        try:
            number = Decimal(text) if re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", text) else None
        except InvalidOperation:
            number = None
        if number is None or (self.item.whole and number != number.to_integral_value()):
            raise forms.ValidationError(said("“%(shown)s” is not a number. Write it in digits, as in 12.") % {"shown": text[:40]})
        if self.item.limit and not holds(parse(self.item.limit), {}, current=float(number), today=clock.today()):
            raise forms.ValidationError(said("“%(shown)s” cannot be right here.") % {"shown": text[:40]})
        return f"{number.normalize():f}"


class ToolForm(OfPerson):
    """The questions of an instrument in one of its languages. None must be answered. ``language``: the one shown."""

    began = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instrument = instrument
        modes, languages = instrument.modes or tuple(MODES), list(instrument.languages)
        if len(modes) > 1:
            self.fields["mode"] = forms.ChoiceField(label=said("How is it asked?"), choices=translated(MODES, modes))
        wanted = self.data.get("language") or self.initial.get("language") or get_language() or ""
        self.language = wanted if wanted in languages else instrument.language
        if len(languages) > 1:
            self.initial["language"] = self.language
            choices = [(code, language_name(code)) for code in languages]
            self.fields["language"] = forms.ChoiceField(label=said("Questions in which language?"), choices=choices, required=False)
        for item in instrument.items:
            self.fields[f"q_{item.code}"] = self._question(item)

    def _question(self, item: Item) -> forms.Field:
        wording = item.said(self.language, self.instrument.language)
        shown: dict[str, Any] = {"label": in_language(wording.text, wording.language), "required": False}
        shown["help_text"] = _beside(item, wording, self.language, self.instrument.language)
        if item.kind is Kind.NUMBER:
            return NumberAnswer(item=item, **shown)
        if item.kind is Kind.TEXT:
            return forms.CharField(max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3}), **shown)
        choices = [(o.code, in_language(words(o, self.language), self.language if self.language in o.others else "")) for o in item.options]
        if item.kind is Kind.SEVERAL:
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **shown)
        none = ("", said("Not asked, not known, or she prefers not to say"))
        return forms.ChoiceField(choices=[*choices, none], widget=forms.RadioSelect, **shown)

    def mode(self) -> str:
        """How it was asked, once the form is valid."""
        return str(self.cleaned_data["mode"]) if "mode" in self.fields else self.instrument.modes[0]

    def answers(self) -> dict[str, str]:
        """What was answered, once the form is valid; of several answers the codes with spaces between."""
        given = {item.code: self.cleaned_data.get(f"q_{item.code}") for item in self.instrument.items}
        return {code: " ".join(answer) if isinstance(answer, list) else str(answer) for code, answer in given.items() if answer}


def language_name(code: str) -> str:
    """A language by its own name; by its code where we know none."""
    return OTHERS.get(code) or {"en": "English"}.get(code, code)


def languages_of(instrument: Instrument) -> str:
    """The languages of an instrument, and how many of its questions one has where it lacks some."""
    shown = []
    for code, count in instrument.languages.items():
        lacking = count < len(instrument.items)
        part = said("%(language)s (%(n)s of %(all)s questions)") % {"language": language_name(code), "n": count, "all": len(instrument.items)}
        shown.append(part if lacking else language_name(code))
    return ", ".join(shown)


def words(option: Option, language: str = "") -> str:
    """An option's own words; ours for the plain yes and no."""
    return option.said(language) or {"yes": said("Yes"), "no": said("No")}[option.code]


def answer_words(item: Item, answer: str, language: str = "") -> str:
    """An answer as people read it: the words of its options, the number, the note."""
    if item.kind in (Kind.NUMBER, Kind.TEXT):
        return answer
    chosen = answer.split() if item.kind is Kind.SEVERAL else [answer]
    return ", ".join(words(option, language) for option in item.options if option.code in chosen)


def in_language(text: str, language: str) -> SafeString | str:
    """Words of a file, marked where they are in another language than the page."""
    known = 2 <= len(language) <= 3 and language.isalpha()
    return format_html('<span lang="{}">{}</span>', language, text) if known and language != get_language() else text


def _beside(item: Item, wording: Wording, language: str, own: str) -> SafeString | str:
    """What stands beside a question: what the interviewer does, a gentler way to ask, that it is conditional or a note."""
    there = item.others.get(language, Wording(""))  # what it lacks is shown in the file's own language, and marked so
    lines: list[SafeString | str] = [in_language(line, language if there.instruction else own) for line in wording.instruction.split("\n") if line.strip()]
    if wording.indirect:
        lines.append(format_html(said("A gentler way to ask: “{}”"), in_language(wording.indirect, language if there.indirect else own)))
    if item.skip:
        lines.append(said("Only where an earlier answer leads here: otherwise leave it out."))
    if item.kind is Kind.TEXT:
        lines.append(said("A note. It weighs nothing."))
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))
