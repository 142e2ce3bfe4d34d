"""What is asked of whoever puts the cards into another language: the language, the words, the recording."""

import re
from dataclasses import replace
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from titip.dictionary.rules.cards import meaning, own
from titip.dictionary.rules.codebook import CardLanguageEntry, PurposeEntry
from titip.dictionary.rules.languages import KNOWN
from titip.dictionary.rules.sounds import LARGEST

#: The words around every card: what they are called in English.
AROUND = {
    "yes": _("Yes"), "no": _("No"), "not_now": _("Not now"), "who_sees": _("Who sees it:"), "lasting": _("Lasts # months, then we ask again."),
    "slip": _(
        "What you told us is yours. Ask to see it, to correct it, or to take back a yes: tell us this code. "
        "You may change your mind on any day, and we help you all the same."
    ),
}  # fmt: skip
_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class CardLanguageNew(forms.Form):
    """One language more: a known one, or any other by its code and its own name."""

    use_required_attribute = False
    known = forms.ChoiceField(label=_("Language"), required=False)
    code = forms.CharField(
        label=_("Another language: its code"), max_length=20, required=False, widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
        help_text=_("Two or three letters (ISO 639), such as rhg for Rohingya, ksw for S'gaw Karen, kac for Kachin."),
    )
    name = forms.CharField(label=_("Another language: its own name"), max_length=60, required=False, help_text=_("As those who speak it write it."))

    def __init__(self, taken: set[str], data: Any = None) -> None:
        super().__init__(data)
        self._taken = taken
        choices = [(code, f"{name} ({code})") for code, name in KNOWN.items() if code not in taken]
        self.fields["known"].choices = [("", _("Choose a language")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two, and not there yet."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("known"):
            return given
        code, name = given.get("code", "").strip(), given.get("name", "").strip()
        if not code and not name:
            self.add_error("known", _("Choose a language, or write its code and its own name below."))
        elif not _CODE.fullmatch(code):
            self.add_error("code", _("Write two or three small letters, as in the lists of ISO 639."))
        elif code in self._taken:
            self.add_error("code", _("This language is there already."))
        elif not name:
            self.add_error("name", _("Write its own name, as those who speak it do."))
        return given

    def entry(self) -> CardLanguageEntry:
        """The language, without words yet."""
        given = self.cleaned_data
        code = given["known"] or given["code"].strip()
        return CardLanguageEntry(code, KNOWN[code] if given["known"] else given["name"].strip())


class CardLanguageEdit(forms.Form):
    """The words around every card in one language. What stays empty is shown in the language of the page."""

    use_required_attribute = False
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("The language's own name"), max_length=60)

    def __init__(self, entry: CardLanguageEntry, seen: int, data: Any = None) -> None:
        super().__init__(data, initial={**vars(entry), "seen": seen})
        self._entry = entry
        most = {"who_sees": 120, "lasting": 200, "slip": 600}
        for word, meant in AROUND.items():
            widget: forms.Widget = forms.Textarea(attrs={"rows": "4"}) if word == "slip" else forms.TextInput()
            widget.attrs |= {"lang": entry.code, "dir": "auto"}
            self.fields[word] = forms.CharField(label=meant, max_length=most.get(word, 60), required=False, widget=widget)
        self.fields["name"].widget.attrs |= {"lang": entry.code, "dir": "auto"}
        self.fields["lasting"].help_text = _("Write # where the number of months stands.")
        self.fields["slip"].help_text = _("Printed on the paper slip. It must not say who we are.")

    def clean_lasting(self) -> str:
        """A place for the number."""
        text = str(self.cleaned_data["lasting"])
        if text and text.count("#") != 1:
            raise forms.ValidationError(_("Write the sign # once, where the number of months stands."))
        return text

    def entry(self) -> CardLanguageEntry:
        """The language with these words."""
        return replace(self._entry, **{name: self.cleaned_data[name] for name in ("name", *AROUND)})


class CardWords(forms.Form):
    """The words of one card in another language, beside our own."""

    use_required_attribute = False
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("What it is called"), max_length=120, required=False)
    card = forms.CharField(label=_("The sentence that is read to her"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": "4"}))
    who_sees = forms.CharField(label=_("Who will see it"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": "3"}))
    reviewed = forms.BooleanField(
        label=_("Somebody who speaks this language has read these words and says that they are right"), required=False,
        help_text=_("Until then the cards say, to you and not to her, that nobody has."),
    )

    def __init__(self, entry: PurposeEntry, language: str, seen: int, data: Any = None) -> None:
        held = entry.texts.get(language, {})
        super().__init__(data, initial={**held, "reviewed": held.get("reviewed") == "yes", "seen": seen})
        self._entry, self._language = entry, language
        for word in ("name", "card", "who_sees"):
            self.fields[word].help_text = format_html('<span lang="{}" dir="auto">{}</span>', entry.language, getattr(own(entry), word))
            self.fields[word].widget.attrs |= {"lang": language, "dir": "auto"}

    def clean(self) -> dict[str, Any]:
        """All three, or none."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        missing = [word for word in ("name", "card", "who_sees") if not given.get(word)]
        if 0 < len(missing) < 3:
            for word in missing:
                self.add_error(word, _("Write this too, or empty all three: half a card is read to nobody."))
        return given

    def entry(self) -> PurposeEntry:
        """The purpose with these words; without the language where all are empty."""
        given = self.cleaned_data
        texts = {language: held for language, held in self._entry.texts.items() if language != self._language}
        if given["card"]:
            words = {word: given[word] for word in ("name", "card", "who_sees")}
            texts[self._language] = {**words, "of": meaning(self._entry), **({"reviewed": "yes"} if given["reviewed"] else {})}
        return replace(self._entry, texts=texts)


class CardRecording(forms.Form):
    """One recording."""

    use_required_attribute = False
    file = forms.FileField(
        label=_("Recording"), widget=forms.FileInput(attrs={"accept": "audio/*"}),
        help_text=_("Made with a telephone's recorder: MP3, M4A, WAV or Opus, at most three minutes."),
        error_messages={"required": _("Choose a recording, or make one."), "empty": _("This file is empty. Record it once more.")},
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what is far too large before anything is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if file.size and file.size > LARGEST:
            said = _("This recording is larger than %(megabytes)d MB. Half a minute of speech is enough; save it as MP3 or M4A.")
            raise forms.ValidationError(said, params={"megabytes": LARGEST // 1024**2})
        return file
