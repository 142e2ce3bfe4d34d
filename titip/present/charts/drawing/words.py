"""What the axes of a chart mean, in words below it."""

from titip.present.charts.kinds import Kind, Measure
from titip.present.charts.specification import ChartSpec
from titip.share.rules import STAR

#: Kinds that write the share beside the count.
_WITH_SHARES = frozenset({Kind.BAR, Kind.GROUPED, Kind.PIE})


def axis_words(spec: ChartSpec) -> str:
    """What is drawn, in which unit, of what (R6, R29)."""
    if spec.measure is Measure.COUNT:
        shares = "; % of known" if spec.kind in _WITH_SHARES and any(row.share is not None for row in spec.rows) else ""
        return f"Number of observed {spec.unit}{shares}"
    if spec.measure is Measure.SHARE:
        what = f"{spec.value_label}: " if spec.value_label else ""
        return f"{what}% of {spec.denominator or 'known'}; in brackets the number of observed {spec.unit}"
    return value_words(spec)


def value_words(spec: ChartSpec) -> str:
    """The measured value with its unit, its denominator and its interval."""
    told = f"{spec.value_label} ({spec.value_unit})" if spec.value_unit else spec.value_label
    if spec.denominator:
        told += f", of {spec.denominator}"
    if spec.estimated or any(row.low is not None for row in spec.rows):
        told += f"; {spec.interval_label}"
    return told


def hatching(spec: ChartSpec) -> str:
    """What hatching stands for, where there is any."""
    return f"{STAR} and hatching: withheld to protect people" if any(row.n is None for row in spec.rows) else ""
