"""Words for decisions, bases and answers."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _

from titip.consent.models.bases import CONFIDENTIALITY, FORMATS, INTERPRETS, KINDS, SIGNS, STATES, WITNESSES
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.declared import Declared

register = template.Library()

_STATES = {state.value: label for state, label in STATES}
_KINDS = {kind.value: label for kind, label in KINDS}


@register.filter
def state_words(state: str) -> str:
    """Where a decision stands, in words."""
    return _(_STATES[str(state)])


_ASKED = {
    "interpreter_role": dict(INTERPRETS), "confidentiality": dict(CONFIDENTIALITY), "formats": dict(FORMATS), "sign": dict(SIGNS),
    "witness_role": dict(WITNESSES),
}


@register.filter
def asked_words(chosen: str, about: str) -> str:
    """What was chosen when she was asked, in words; earlier free words as they stand."""
    words = _ASKED[about]
    parts = chosen.split(",")
    return ", ".join(_(words[part]) for part in parts) if all(part in words for part in parts) else chosen


@register.filter
def months(words: str, number: int) -> str:
    """How long, in an organisation's own words: # stands for the number."""
    return words.replace("#", str(number))


@register.filter
def kind_words(kind: str) -> str:
    """What an identity is held on, in words."""
    return _(_KINDS[str(kind)])


@register.filter
def say(sentence: str) -> str:
    """A sentence of our own rules in the reader's language."""
    return _(sentence) if sentence else ""


@register.filter
def named(code: str, names: Mapping[str, str]) -> str:
    """The name of a purpose, or its code where the dictionary no longer has it."""
    return names.get(code, code)


@register.filter
def said(answer: Answer, element: Declared) -> str:
    """An answer in words."""
    from titip.register.reads import answer_words

    return answer_words(element, answer)
