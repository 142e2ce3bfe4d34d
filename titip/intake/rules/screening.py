"""What a rapid screening says: that signs are present, or that none was noted this time. Never a score, never a verdict."""

from collections.abc import Iterable, Mapping

from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.types import ElementType

#: Values of a cue that say the sign is there.
SEEN = frozenset({"saw_it", "was_told"})

SIGNS, NONE = "signs", "none"


def is_cue(element: Declared) -> bool:
    """Whether an element is one of the nine cues."""
    return element.code.startswith("cue_") and element.type in (ElementType.SELECT_ONE, ElementType.YES_NO)


def signs_among(elements: Iterable[Declared], answers: Mapping[str, Answer]) -> list[Declared]:
    """The cues that somebody saw or was told of, in the order of the form."""
    return [element for element in elements if is_cue(element) and element.code in answers and _there(answers[element.code])]


def _there(answer: Answer) -> bool:
    return answer.value is True or answer.value in SEEN


def outcome(elements: Iterable[Declared], answers: Mapping[str, Answer]) -> str:
    """``signs`` where one sign or more is present: refer for a full interview. ``none`` otherwise."""
    return SIGNS if signs_among(elements, answers) else NONE
