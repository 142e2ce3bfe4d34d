"""What a reader of one type needs to know, and how it refuses."""

from dataclasses import dataclass
from datetime import date

from titip.dictionary.rules import expressions
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.messages import Told
from titip.dictionary.rules.messages import gettext_noop as _


class BadValue(Told):
    """What was typed cannot be kept. ``code`` names the rule; the message names the field and the cure."""


@dataclass(frozen=True)
class Reading:
    """What came for one element. ``held`` is the value that stands already, ``zone`` the clock of the organisation,
    ``as_it_is`` that she was told of Zawgyi and wants it kept.
    """

    declared: Declared
    raw: object
    today: date
    zone: str = "UTC"
    held: object = None
    as_it_is: bool = False

    def refuse(self, code: str, template: str, **params: object) -> BadValue:
        """The error to raise."""
        return BadValue(code, template, field=self.declared.label, **params)


def constrain(reading: Reading, value: expressions.Value) -> None:
    """Raises BadValue where the declared constraint is surely not met.

    A constraint that looks at this answer alone is obeyed; one that we do not understand, or that looks elsewhere, is not this check's;
    one of which it cannot be told whether it is met refuses nothing.
    """
    if not reading.declared.constraint:
        return
    try:
        node = expressions.parse(reading.declared.constraint)
    except expressions.BadExpression:
        return
    if expressions.references(node) or expressions.holds(node, {}, current=value, today=reading.today):
        return
    message = reading.declared.constraint_message or reading.declared.hint
    raise reading.refuse("constraint", _("%(field)s: this cannot be right. %(message)s"), message=message)
