"""In which language the cards are gone through."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from titip.consent.forms.cards import spoken
from titip.dictionary.rules.cards import CardLanguage


class LanguageForm(forms.Form):
    """In which language the cards are gone through: hers to choose, before the first card."""

    use_required_attribute = False

    def __init__(self, *args: Any, languages: Iterable[CardLanguage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cards_in"] = forms.ChoiceField(
            label=_("Which language is easiest for her?"), widget=_Counted(list(languages)),
            choices=[(one.code, spoken(one.name, one.code)) for one in languages],
            help_text=_("Ask her. It can be changed on the way."), error_messages={"required": _("Choose a language.")},
        )


class _Counted(forms.RadioSelect):
    """Languages with how many of the cards have words and recordings."""

    def __init__(self, languages: list[CardLanguage]) -> None:
        super().__init__()
        self._told = {one.code: one for one in languages}

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """One language."""
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        one = self._told[str(option["value"])]
        told = {"words": one.words, "sounds": one.sounds, "of": one.of}
        if one.sounds:
            option["attrs"]["data-hint"] = _("%(words)s of %(of)s cards written, %(sounds)s to listen to") % told
        elif one.words < one.of:
            option["attrs"]["data-hint"] = _("%(words)s of %(of)s cards written") % told
        return option
