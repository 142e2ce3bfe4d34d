"""Compares dates of any precision inside an expression: yes, no, or cannot be told."""

from titip.kit.dates import Moment, NotStored, PartialDate, Point
from titip.kit.truth import Truth, negated


def compare_dates(operator: str, left: object, right: object) -> Truth:
    """``left < right`` and the like, of which one at least is a date. With a missing answer it is false; with what is no date it cannot be told."""
    if left == "" or right == "":
        return False
    if isinstance(left, Moment) and isinstance(right, Moment):
        order = (left.utc > right.utc) - (left.utc < right.utc)
        return {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[operator]
    first, second = _dated(left), _dated(right)
    if first is None or second is None:
        return None
    if operator in ("<", ">="):
        earlier = first.before(second)
        return earlier if operator == "<" else negated(earlier)
    later = first.after(second)
    return later if operator == ">" else negated(later)


def same_date(left: object, right: object) -> Truth:
    """Whether both are one day; two moments, whether they are one moment. A missing answer equals nothing."""
    if left == "" or right == "":
        return False
    if isinstance(left, Moment) and isinstance(right, Moment):
        return left.utc == right.utc
    first, second = _dated(left), _dated(right)
    return None if first is None or second is None else first.same_day(second)


def _dated(value: object) -> PartialDate | None:
    """The days that a value can be: a moment is its day, a number of four digits a year."""
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, Moment):
        return PartialDate.of(value.said.date())
    try:
        if isinstance(value, float) and value.is_integer() and 1000 <= value <= 9999:
            return PartialDate.at(Point(int(value)))
        return PartialDate.parse(value) if isinstance(value, str) else None
    except NotStored:
        return None
