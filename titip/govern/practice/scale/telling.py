"""A life as it is kept: ids, answers checked against the dictionary, what is plain and what is to be sealed. Pure of any store."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Final

from titip.casework.actions import loading as casework
from titip.consent.actions import loading as consent
from titip.consent.rules.deciding import Assent, Conditions, given_by
from titip.consent.rules.liveness import State as Said
from titip.consent.rules.liveness import add_months
from titip.dictionary.rules.answers import EMPTY, Answer, check
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.expressions import parse, references
from titip.dictionary.rules.following import calculated
from titip.dictionary.rules.forms import PurposeCard
from titip.dictionary.rules.types import ElementType
from titip.dictionary.rules.values import value_of
from titip.govern.practice.scale.dice import Dice
from titip.govern.practice.scale.plots import DAY, EPOCH, IDS, MISSING, Life, Raw
from titip.kit.text import search_key
from titip.protect.actions.loading import ToSeal
from titip.protect.rules.grounds import GroundsKind
from titip.register.actions.indexing import LONGEST
from titip.register.reads.opening import TABLE, seal_bytes
from titip.register.rules.covering import CARE, covered

#: Places in a life's row of ids.
PERSON, RECORD, BASIS, CASE, PART, NOTE, SERVICE, LINK, APPROVAL, SCREENING, SCREENED, STEP, MOVE, FINDING = (0, 1, 2, 5, 6, 7, 8, 9, 10, 11, 12, 20, 50, 80)
#: Places in its row of vault ids.
V_ANSWER, V_ADDED, V_CERTIFICATE, V_NOTE = 0, 40, 60, 70
#: That a time is over is noted so many seconds later, as the schedule comes round.
NOTED_AFTER: Final = 1800
_FREE: Final = (1 << 62) - 1
_MASK: Final = (1 << 128) - 1
_TIMES: Final = [f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}" for s in range(DAY)]
_KEPT: Final = 300_000
_LANGUAGES: Final = {"KH": "Khmer", "TH": "Thai", "LA": "Lao", "MM": "Burmese", "VN": "Vietnamese"}


class Ids:
    """The ids of one life, 32 hexadecimal digits each: made-up ones follow from the seed, version 7 like all others."""

    __slots__ = ("_base",)

    def __init__(self, seed: int, number: int) -> None:
        self._base = Dice(seed, number, IDS).below(1 << 500) | 1

    def at(self, place: int, moment: int) -> str:
        """The id at a place, of something made at a moment (seconds since 1970)."""
        mixed = self._base * (2 * place + 1) >> 7
        return f"{moment * 1000:012x}{0x7000 | mixed >> 62 & 0xFFF:04x}{1 << 63 | mixed & _FREE:016x}"

    def vault(self, place: int) -> str:
        """The vault id at a place."""
        return f"{self._base * (2 * place + 1) >> 200 & _MASK:032x}"


def dashed(hexed: str) -> str:
    """An id as events and contexts name it."""
    return f"{hexed[:8]}-{hexed[8:12]}-{hexed[12:16]}-{hexed[16:20]}-{hexed[20:]}"


@lru_cache(maxsize=4096)
def day_text(days: int) -> str:
    """The day so many days after 1 January 1970."""
    return date.fromordinal(days + EPOCH).isoformat()


def moment_text(moment: int) -> str:
    """A moment as the database keeps it."""
    return f"{day_text(moment // DAY)} {_TIMES[moment % DAY]}"


@lru_cache(maxsize=65_536)
def _day_after(days: int, months: int) -> str:
    return add_months(datetime.fromtimestamp(days * DAY, UTC), months).date().isoformat()


@dataclass(frozen=True, slots=True)
class Typed:
    """One answer in its forms: as JSON for a version, as bytes for the vault, as the keys by which it is found."""

    plain: str
    sealed: bytes
    values: tuple[str, ...]
    answer: Answer


@dataclass(frozen=True)
class Asking:
    """What one sitting of consent says: hers, or a panel's for a child."""

    kind: GroundsKind
    given: str  # the state of a yes
    assent: Assent
    guardian_clear: bool
    law_or_reason: str


def _forms_of(answer: Answer) -> Typed:
    values = answer.value if isinstance(answer.value, list) else [] if answer.value is None else [answer.value]
    return Typed(json.dumps(answer.to_json()), seal_bytes(answer), tuple(key for value in values if (key := search_key(str(value))[:LONGEST])), answer)


ADULT: Final = Asking(GroundsKind.CONSENT, Said.GIVEN.value, Assent.NOT_NEEDED, False, "Informed consent, purpose by purpose")
CHILD: Final = Asking(GroundsKind.BEST_INTEREST, Said.BY_GUARDIAN.value, Assent.GIVEN, True, "Decided for a child, purpose by purpose")
SCOPE: Final = "The purposes agreed to"


@cache
def conditions(country: str) -> Conditions:
    """How she was asked."""
    return Conditions(
        language=_LANGUAGES[country], private_place=True, capacity_confirmed=True, no_duress_confirmed=True, benefits_explained=True, risks_explained=True,
        voluntary_confirmed=True, no_waiver=True, read_back=True,
    )  # fmt: skip


class Telling:
    """What whoever writes rows and whoever seals values both must know: the dictionary, and the organisation's name."""

    def __init__(
        self, *, seed: int, declared: Mapping[str, Declared], purposes: list[PurposeCard], organisation: str, today: date, words_version: int | None,
    ) -> None:
        self.words_version = words_version
        self.seed, self.declared, self.organisation, self.today = seed, declared, organisation, today
        self.months = {purpose.code: purpose.months for purpose in purposes}
        self._certificates = consent.Certificates(purposes)
        rules = {code: element.calculation for code, element in declared.items() if element.type is ElementType.CALCULATED and not element.inside}
        self._calculated = {code: sorted(references(parse(rule))) for code, rule in rules.items() if rule}
        self._typed: dict[tuple[str, Raw], Typed] = {}
        self._covered: dict[tuple[str, ...], frozenset[str]] = {}

    def typed(self, code: str, raw: Raw) -> Typed:
        """What was typed, checked as a form checks it. Raises BadValue."""
        found = self._typed.get((code, raw))
        if found is None:
            missing = raw if raw in MISSING else None
            answer = check(self.declared[code], None if missing else list(raw) if isinstance(raw, tuple) else raw, str(missing or ""), today=self.today)
            found = _forms_of(answer)
            if len(self._typed) > _KEPT:
                self._typed.clear()
            self._typed[code, raw] = found
        return found

    def covers(self, purposes: tuple[str, ...]) -> frozenset[str]:
        """The elements that may be held under these purposes; the minimum under none."""
        found = self._covered.get(purposes)
        if found is None:
            found = frozenset(code for code, element in self.declared.items() if covered(element, frozenset(purposes)))
            self._covered[purposes] = found
        return found

    def kept(self, life: Life) -> list[str]:
        """The codes that the interview kept, in order: what her word covers."""
        covers = self.covers(life.agreed)
        return sorted(code for code in life.answers if code in covers)

    def worked_out(self, life: Life) -> dict[str, Typed]:
        """What is calculated from what the interview kept, as far as her word covers it."""
        covers, found = self.covers(life.agreed), dict[str, Typed]()
        for code, looked_at in self._calculated.items():
            if code in covers:
                held = {one: self.typed(one, life.answers[one]).answer for one in looked_at if one in life.answers and one in covers}
                values = {one: value_of(held.get(one, EMPTY), self.declared[one].type) for one in looked_at}
                answer = calculated(self.declared[code], values, self.today)
                if answer != EMPTY:
                    found[code] = _forms_of(answer)
        return found

    def added(self, life: Life) -> list[str]:
        """The codes that the second save kept, in order."""
        return sorted(life.added[1]) if life.added else []

    # --- what is sealed

    def to_seal(self, life: Life, collector: str) -> Iterator[ToSeal]:
        """Everything of this life that goes into the vault, in the order of its days. ``collector`` is her worker's code."""
        if not life.agreed:
            return
        ids = Ids(self.seed, life.number)
        record = dashed(ids.at(RECORD, life.interviewed))
        yield self._certificate(life, ids, 0, life.asked, collector)
        yield from self._answers(life.answers, self.kept(life), ids, V_ANSWER, record, life.interviewed)
        if life.case is not None and life.case.note:
            note = dashed(ids.at(NOTE, life.case.opened + 900))
            text = life.case.note.encode()
            yield ToSeal(ids.vault(V_NOTE), casework.TABLE, note, casework.FIELD, text, moment_text(life.case.opened + 900))
        if life.added is not None:
            yield from self._answers(life.added[1], self.added(life), ids, V_ADDED, record, life.added[0])
        for turn, moment in enumerate(life.asked_again, start=1):
            yield self._certificate(life, ids, turn, moment, collector)

    def _answers(self, raw: Mapping[str, Raw], codes: list[str], ids: Ids, place: int, record: str, moment: int) -> Iterator[ToSeal]:
        at = moment_text(moment)
        sealed = [code for code in codes if self.declared[code].sealed]
        for number, code in enumerate(sealed, start=place):
            yield ToSeal(ids.vault(number), TABLE, record, code, self.typed(code, raw[code]).sealed, at)

    def until(self, purpose: str, moment: int) -> str:
        """Until when a yes to this purpose holds, as the database keeps it."""
        return f"{_day_after(moment // DAY, self.months[purpose])} {_TIMES[moment % DAY]}"

    def lapses(self, life: Life) -> dict[int, tuple[str, ...]]:
        """The purposes whose time ran out before today without being asked again, by the moment at which that was noted."""
        asked, found = [life.asked, *life.asked_again][-1], dict[int, tuple[str, ...]]()
        taken = life.withdrawn[1] if life.withdrawn else ()
        for purpose in life.agreed:
            if purpose not in taken:
                day = date.fromisoformat(_day_after(asked // DAY, self.months[purpose])).toordinal()
                if day < self.today.toordinal() - 1:
                    noted = (day - EPOCH) * DAY + asked % DAY + NOTED_AFTER
                    found[noted] = (*found.get(noted, ()), purpose)
        return found

    def standing(self, life: Life) -> tuple[str, ...]:
        """The purposes that are live today: care goes on past its day, the others do not."""
        over = {purpose for purposes in self.lapses(life).values() for purpose in purposes if purpose != CARE}
        return tuple(p for p in life.agreed if p not in over and not (life.withdrawn and p in life.withdrawn[1]))

    def _certificate(self, life: Life, ids: Ids, turn: int, moment: int, collector: str) -> ToSeal:
        asking = CHILD if life.child else ADULT
        at = moment_text(moment)
        basis = {
            "made_at": f"{at.replace(' ', 'T')}+00:00", "organisation": self.organisation, "collector": collector, "kind": asking.kind.value,
            "given_by": given_by(asking.kind).value, "language": _LANGUAGES[life.who.country], "interpreter": "none", "law_or_reason": asking.law_or_reason,
            "scope": SCOPE, "confidentiality": "code", "compensation": "", "formats": "", "assent": asking.assent.value,
            "dictionary": self.words_version,
        }  # fmt: skip
        choices = [(purpose, asking.given, f"{self.until(purpose, moment).replace(' ', 'T')}+00:00") for purpose in life.agreed]
        choices += [(purpose, Said.DECLINED.value, "") for purpose in life.declined]
        row = dashed(ids.at(BASIS + turn, moment))
        return ToSeal(ids.vault(V_CERTIFICATE + turn), consent.TABLE, row, "certificate", self._certificates.content(basis, choices), at)
