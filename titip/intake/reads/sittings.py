"""How forms were asked: seconds by section, breaks, where it was halted, which questions refused a save. Nobody in it (S16)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from titip.intake.models import Interview, OwnRecord, Refused, Screening
from titip.intake.models.interviews import MODES
from titip.intake.models.records import WAYS
from titip.intake.reads.interviews import SITTING
from titip.kit import clock

#: A form without sections of its own is timed from opening to its save; longer than this it lay on a table.
LONGEST = timedelta(hours=1)


@dataclass(frozen=True)
class Sitting:
    """One form asked once. ``spent``: seconds by section, without breaks and silences; ``halts``: how often it was halted in a section, and how;
    ``finished``: whether its answers were saved. ``version``: the number of the dictionary."""

    version: int
    mode: str
    spent: Mapping[str, float] = field(default_factory=dict)
    halts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    breaks: int = 0
    finished: bool = True


def sittings(form_code: str) -> list[Sitting]:
    """Every sitting of a form that is over, of a person, of a record of our own kinds, of a screening. Three queries."""
    return [*_interviews(form_code), *_own(form_code), *_screenings(form_code)]


def _interviews(form_code: str) -> list[Sitting]:
    rows = Interview.objects.filter(form_code=form_code, form_version__isnull=False)
    over = clock.now() - SITTING
    fields = ("form_version", "mode", "spent", "halts", "breaks", "ended_at", "started_at")
    told = rows.values_list(*fields).order_by()
    return [
        Sitting(version, mode, spent, halts, breaks, ended is not None)
        for version, mode, spent, halts, breaks, ended, started in told if ended is not None or started < over
    ]


def _own(form_code: str) -> list[Sitting]:
    rows = OwnRecord.objects.filter(form_code=form_code, record__versions__number=1, seconds__lte=LONGEST.total_seconds()).order_by()
    told = rows.values_list("record__versions__dictionary_version__number", "mode", "seconds")
    return [Sitting(version, mode, {"": seconds or 0}) for version, mode, seconds in told]


def _screenings(form_code: str) -> list[Sitting]:
    rows = Screening.objects.filter(record__versions__form_code=form_code, record__versions__number=1, seconds__lte=LONGEST.total_seconds()).order_by()
    told = rows.values_list("record__versions__dictionary_version__number", "seconds")
    return [Sitting(version, "in_person", {"": seconds or 0}) for version, seconds in told]


def refused(form_code: str) -> list[tuple[int, str, int]]:
    """Dictionary number, element, how many saves of the form it refused. One query."""
    return list(Refused.objects.filter(form_code=form_code).order_by().values_list("form_version", "element_code", "number"))


def mode_words(mode: str) -> str:
    """How something was collected, as a message id."""
    return {**dict(WAYS), **dict(MODES)}.get(mode, mode)
