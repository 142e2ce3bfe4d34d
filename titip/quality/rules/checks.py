"""Checks across a record: answers that are each possible and cannot stand together. Pure.

A check says what does not fit and what to do, never a value: its message may be shown to whoever may see its elements, and to
others only that something does not fit. Dates known in part are compared by the days that they can be: what cannot be told is no problem.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit.dates import PartialDate, age_on, months_between
from titip.quality.rules.bands import band
from titip.quality.rules.concepts import Concept
from titip.quality.rules.values import approximate, as_codes, as_number, as_when, as_yes, since

#: How a debt is written among the means of control: ours, and HTCDS's.
_DEBT_CODES = frozenset({"debt", "DebtBondage"})


@dataclass(frozen=True)
class Seen:
    """One record as the checks see it. ``consented_alone``: a live consent of her own covers her care."""

    answers: Mapping[Concept, Answer] = field(default_factory=dict)
    registered_on: date = date.min
    today: date = date.min
    age_status: str = "doubt"
    consented_alone: bool = False

    def get(self, concept: Concept) -> Answer | None:
        """The answer that carries a concept."""
        return self.answers.get(concept)


@dataclass(frozen=True)
class Check:
    """One check: runs where an element carries each of ``concepts``. ``message`` and ``cure`` are message ids."""

    code: str
    concepts: tuple[Concept, ...]
    message: str
    cure: str
    fails: Callable[[Seen], bool]


def _end_before_start(seen: Seen) -> bool:
    start, end = as_when(seen.get(Concept.START)), as_when(seen.get(Concept.END))
    return start is not None and end is not None and end.before(start) is True


def _registered_before_start(seen: Seen) -> bool:
    start = as_when(seen.get(Concept.START))
    return start is not None and PartialDate.of(seen.registered_on).before(start) is True


def _birth_and_age(seen: Seen) -> bool:
    born, age = as_when(seen.get(Concept.BIRTH_DATE)), as_number(seen.get(Concept.AGE))
    if born is None or age is None:
        return False
    tolerance = 3 if approximate(seen.get(Concept.BIRTH_DATE), seen.get(Concept.AGE)) else 1
    return age_on(born, PartialDate.of(seen.registered_on)).apart_from(float(age), tolerance) is True


def _age_and_band(seen: Seen) -> bool:
    age, chosen = as_number(seen.get(Concept.AGE)), as_codes(seen.get(Concept.AGE_BAND))
    bounds = band(next(iter(chosen))) if len(chosen) == 1 else None
    return age is not None and bounds is not None and not bounds[0] <= age <= bounds[1]


def _birth_and_band(seen: Seen) -> bool:
    born, chosen = as_when(seen.get(Concept.BIRTH_DATE)), as_codes(seen.get(Concept.AGE_BAND))
    bounds = band(next(iter(chosen))) if len(chosen) == 1 else None
    if born is None or bounds is None:
        return False
    tolerance = 3 if approximate(seen.get(Concept.BIRTH_DATE)) else 1
    age = age_on(born, PartialDate.of(seen.registered_on))
    return age.under(bounds[0] - tolerance) is True or age.at_least(bounds[1] + tolerance + 1) is True


def _under_18(seen: Seen) -> bool:
    """Whether her answers say that she is surely under 18 today: by birth date; else by age or band where she was registered within the year."""
    born = as_when(seen.get(Concept.BIRTH_DATE))
    told = age_on(born, PartialDate.of(seen.today)).under(18) if born is not None else None
    if told is not None:
        return told
    passed = since(seen.registered_on, seen.today) if seen.registered_on > date.min else 0
    age = as_number(seen.get(Concept.AGE))
    if age is not None:
        return age + passed < 18
    bounds = [b for code in as_codes(seen.get(Concept.AGE_BAND)) if (b := band(code))]
    return len(bounds) == 1 and bounds[0][1] + passed < 18


def _child_marked_adult(seen: Seen) -> bool:
    return seen.age_status == "adult" and _under_18(seen)


def _child_consented_alone(seen: Seen) -> bool:
    return seen.consented_alone and _under_18(seen)


def _months_and_dates(seen: Seen) -> bool:
    start, end, months = as_when(seen.get(Concept.START)), as_when(seen.get(Concept.END)), as_number(seen.get(Concept.MONTHS))
    if start is None or months is None:
        return False
    between = months_between(start, end or PartialDate.of(seen.registered_on))
    if between.least is None or between.most is None or between.most < 0:
        return False  # open, or said by another check
    share = 4 if approximate(seen.get(Concept.START), seen.get(Concept.END), seen.get(Concept.MONTHS)) else 10
    return months < between.least - max(2, between.least // share) or months > between.most + max(2, between.most // share)


def _months_and_age(seen: Seen) -> bool:
    months, age = as_number(seen.get(Concept.MONTHS)), as_number(seen.get(Concept.AGE))
    return months is not None and age is not None and months > (age + 1) * 12


def _start_before_birth(seen: Seen) -> bool:
    born, start = as_when(seen.get(Concept.BIRTH_DATE)), as_when(seen.get(Concept.START))
    return born is not None and start is not None and start.before(born) is True


def _age_at_start_and_age(seen: Seen) -> bool:
    then, now = as_number(seen.get(Concept.AGE_AT_START)), as_number(seen.get(Concept.AGE))
    return then is not None and now is not None and then > now


def _age_at_start_and_dates(seen: Seen) -> bool:
    then, born, start = as_number(seen.get(Concept.AGE_AT_START)), as_when(seen.get(Concept.BIRTH_DATE)), as_when(seen.get(Concept.START))
    if then is None or born is None or start is None or start.before(born):
        return False
    tolerance = 3 if approximate(seen.get(Concept.BIRTH_DATE), seen.get(Concept.START), seen.get(Concept.AGE_AT_START)) else 1
    return age_on(born, start).apart_from(float(then), tolerance) is True


def _crossed_but_same_country(seen: Seen) -> bool:
    home, there = as_codes(seen.get(Concept.NATIONALITY)), as_codes(seen.get(Concept.COUNTRY))
    return as_yes(seen.get(Concept.CROSS_BORDER)) is True and bool(home) and home == there


def _debt(seen: Seen) -> bool | None:
    """Whether a debt was reported: by yes or no, or among the means of control; None where nothing was said."""
    answer = seen.get(Concept.DEBT)
    if answer is None or not answer.given:
        return None
    said = as_yes(answer)
    return said if said is not None else bool(as_codes(answer) & _DEBT_CODES)


def _debt_without_amount(seen: Seen) -> bool:
    """A debt was reported and the amount is zero: zero is a number, it is not "not known"."""
    return _debt(seen) is True and as_number(seen.get(Concept.DEBT_AMOUNT)) == 0


def _amount_without_debt(seen: Seen) -> bool:
    """Only where "no debt" was said: a debt may well be owed that was not a means of control."""
    amount = as_number(seen.get(Concept.DEBT_AMOUNT))
    return as_yes(seen.get(Concept.DEBT)) is False and amount is not None and amount > 0


CHECKS: tuple[Check, ...] = (
    Check(
        "end_before_start", (Concept.START, Concept.END), _("The exploitation ends before it begins."), _("Look at both dates again."),
        _end_before_start,
    ),
    Check(
        "registered_before_start", (Concept.START,), _("The exploitation begins after the day of registration."),
        _("Look at the beginning again; perhaps the year is wrong."), _registered_before_start,
    ),
    Check(
        "birth_and_age", (Concept.BIRTH_DATE, Concept.AGE), _("The birth date and the age at registration are more than a year apart."),
        _("Keep the one that is better known; mark the other as approximate or not known."), _birth_and_age,
    ),
    Check(
        "age_and_band", (Concept.AGE, Concept.AGE_BAND), _("The age lies outside the age group."), _("Choose the group again, or look at the age."),
        _age_and_band,
    ),
    Check(
        "birth_and_band", (Concept.BIRTH_DATE, Concept.AGE_BAND), _("The birth date does not fit the age group."),
        _("Choose the group again, or look at the birth date."), _birth_and_band,
    ),
    Check(
        "child_marked_adult", (), _("The answers say under 18, and the page says 18 or older."),
        _("Set the age on the person's page. In doubt, she counts as under 18."), _child_marked_adult,
    ),
    Check(
        "child_consented_alone", (), _("The answers say under 18, and consent was given without a guardian or a best-interest decision."),
        _("Look at the age first. If under 18, ask again with a guardian who is not involved or a best-interest panel, and the child's own assent."),
        _child_consented_alone,
    ),
    Check(
        "months_and_dates", (Concept.START, Concept.MONTHS), _("The months in the situation do not fit its dates."),
        _("Count again, or mark what is approximate."), _months_and_dates,
    ),
    Check(
        "months_and_age", (Concept.MONTHS, Concept.AGE), _("The months in the situation are longer than the person's life."),
        _("Look at the months: perhaps days or years were meant."), _months_and_age,
    ),
    Check(
        "start_before_birth", (Concept.BIRTH_DATE, Concept.START), _("The exploitation begins before the person was born."),
        _("Look at both dates again."), _start_before_birth,
    ),
    Check(
        "age_at_start_and_age", (Concept.AGE_AT_START, Concept.AGE), _("The age when it began is higher than the age at registration."),
        _("Perhaps the two were written the wrong way round."), _age_at_start_and_age,
    ),
    Check(
        "age_at_start_and_dates", (Concept.AGE_AT_START, Concept.BIRTH_DATE, Concept.START),
        _("The age when it began does not fit the birth date and the beginning."), _("Keep what is better known; mark the rest as approximate."),
        _age_at_start_and_dates,
    ),
    Check(
        "crossed_but_same_country", (Concept.CROSS_BORDER, Concept.COUNTRY, Concept.NATIONALITY),
        _("A border was crossed, and the country of exploitation is the person's own."),
        _("Perhaps the other country is missing. If it is true as it stands, explain it."), _crossed_but_same_country,
    ),
    Check(
        "debt_without_amount", (Concept.DEBT, Concept.DEBT_AMOUNT), _("There was a debt, and its amount is zero."),
        _("If the amount is not known, choose “Not known”: zero means that nothing was owed."), _debt_without_amount,
    ),
    Check(
        "amount_without_debt", (Concept.DEBT, Concept.DEBT_AMOUNT), _("There was no debt, and an amount is given."),
        _("Look at both answers again."), _amount_without_debt,
    ),
)

#: For checks without concepts of their own: any of these says something about age.
AGE_CONCEPTS = (Concept.BIRTH_DATE, Concept.AGE, Concept.AGE_BAND)

#: Checks that are made for each element by itself.
FUTURE_DATE = "future_date"
UNANSWERED = "unanswered"
#: Made where a person has two codes, by ``actions.differing``.
TWO_CODES = "two_codes_differ"
BY_ELEMENT: dict[str, tuple[str, str]] = {
    FUTURE_DATE: (_("A date lies in the future."), _("Look at the year again.")),
    UNANSWERED: (
        _("A question that must be answered was left empty."),
        _("Ask it, or choose “Prefer not to say”, “Not known” or “Ask later”: these are answers."),
    ),
    TWO_CODES: (
        _("Her two codes hold different answers."), _("The one under this code counts. Look at both and put the wrong one right, or explain why both stand."),
    ),
}

#: Raise it when a check is added or changes: every record is then checked again.
VERSION = 2


def words(code: str) -> tuple[str, str]:
    """Message and cure of a check, as message ids. A check that is no longer made says so."""
    for check in CHECKS:
        if check.code == code:
            return check.message, check.cure
    return BY_ELEMENT.get(code, (_("A check that is no longer made."), ""))
