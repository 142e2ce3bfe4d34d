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


def remarks(*, audience: Audience, bias: str, captions: Sequence[str] = ()) -> list[Remark]:
    """What stands between a presentation and its readers. ``captions``: every text that an author typed freely."""
    found = []
    if audience is not Audience.TEAM and not bias.strip():
        problem = _("It is not said how we came to see these cases and not others.")
        found.append(Remark("R11", problem, _("Write the bias statement: funding, mandate, focus, language, places."), True))
    for caption in captions:
        if words := causal_words(caption):
            problem = _("This claims a cause, which counts cannot show:") + f" {', '.join(words)}"
            found.append(Remark("R18", problem, _("Say “occurs together with”."), False))
    return found
