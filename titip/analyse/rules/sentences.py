"""A sentence made of a message and its values, so that it can be said in any language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def _same(message: str) -> str:
    return message


@dataclass(frozen=True)
class Sentence:
    """``message``: English with ``{named}`` places, which is also the id of its translations. ``values``: what stands in the places.

    A value may be a sentence itself, which is translated too.
    """

    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def say(self, translate: Callable[[str], str] = _same) -> str:
        """The sentence in words. ``translate`` turns a message into another language (Django's ``gettext`` fits)."""
        said = {name: value.say(translate) if isinstance(value, Sentence) else number(value) for name, value in self.values.items()}
        return translate(self.message).format(**said)


def number(value: object) -> str:
    """A number as it is read: thousands apart, at most one decimal, no needless zero. Other things as they are."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, int) or float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.2f}" if abs(value) < 1 else f"{value:,.1f}"


def percent(share: float) -> str:
    """A share of one as a percentage with one decimal."""
    return f"{100 * share:.1f} %"
