"""What must be there before a chart or a report leaves the house, and what its author is warned of (R11, R18)."""

from collections.abc import Sequence
from dataclasses import dataclass

from titip.analyse.rules.words import causal_words
from titip.dictionary.rules.messages import gettext_noop as _
from titip.share.rules import Audience


@dataclass(frozen=True)
class Remark:
    """A rule with what is wrong and what to do. ``stops``: nothing is published until it is cured; else the author decides."""

    rule: str
    problem: str
    cure: str
    stops: bool


def remarks(*, audience: Audience, bias: str, captions: Sequence[str] = (), unwritten: Sequence[tuple[str, str]] = ()) -> list[Remark]:
    """What stands between a presentation and its readers. ``captions``: every text that an author typed freely.

    ``unwritten``: (rule, cure) of what must be written beside an answer (R12, R17, R21, R24); it stops what goes outside.
    """
    found = [Remark(rule, _("Something that a reader must know is not written yet."), cure, audience is Audience.OUTSIDE) for rule, cure in unwritten]
    if audience is not Audience.TEAM and not bias.strip():
        problem = _("It is not said how we came to see these cases and not others.")
        found.append(Remark("R11", problem, _("Write the bias statement: funding, mandate, focus, language, places."), True))
    for caption in captions:
        if words := causal_words(caption):
            problem = _("This claims a cause, which counts cannot show:") + f" {', '.join(words)}"
            found.append(Remark("R18", problem, _("Say “occurs together with”."), False))
    return found


def stopped(audience: Audience, found: Sequence[Remark]) -> list[Remark]:
    """What keeps it from being taken outside; colleagues may look at it meanwhile."""
    return [remark for remark in found if remark.stops] if audience is Audience.OUTSIDE else []
