"""How many came to campaigns and programmes, as rows of a table: one for each who was counted, and nobody behind any."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.declared import Choice, Declared
from titip.dictionary.rules.types import ElementType
from titip.intake.models import ActivityCount
from titip.intake.models.programmes import AGES, KINDS, SEXES
from titip.kit.missing import Missing

#: What these rows are of, where a kind of record would stand.
PROGRAMMES = "programmes"


def attended() -> dict[str, Declared]:
    """The columns: programme, kind of activity, day, province, sex, age. Sex, age and province may tell who a row is where few came."""
    lists = {"attended_what": KINDS, "attended_sex": SEXES, "attended_age": AGES}
    labels = {"attended_what": _("What was done"), "attended_sex": _("Sex"), "attended_age": _("Age")}
    made = {
        code: _column(code, ElementType.SELECT_ONE, labels[code], tuple(Choice(value, _(words)) for value, words in pairs if value != "unknown"))
        for code, pairs in lists.items()
    }
    made["attended_day"] = _column("attended_day", ElementType.DATE, _("Day"))
    made["attended_province"] = _column("attended_province", ElementType.PLACE, _("Province"), tuple(dictionary.code_list("places")))
    return made


def attendances() -> list[Mapping[str, Answer]]:
    """One row for each who was counted; whoever came twice is two rows."""
    rows: list[Mapping[str, Answer]] = []
    counts = ActivityCount.objects.filter(activity__removed_at=None).order_by("?").values_list(
        "activity__kind", "sex", "age", "activity__day", "activity__place_code", "number",
    )  # fmt: skip
    for kind, sex, age, day, place, number in counts:
        said = {"attended_what": kind, "attended_sex": sex, "attended_age": age, "attended_day": day.isoformat(), "attended_province": place}
        row = {code: Answer(missing=Missing.UNKNOWN) if value in ("unknown", "") else Answer(value) for code, value in said.items()}
        rows += [row] * number
    return rows


def _column(code: str, kind: ElementType, label: str, choices: tuple[Choice, ...] = ()) -> Declared:
    quasi = code in ("attended_sex", "attended_age", "attended_province")
    return Declared(code, PROGRAMMES, 1, kind, label, choices=choices, risk="low", quasi_identifier=quasi)
