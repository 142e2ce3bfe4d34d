"""The rows of what she agreed to, was asked again, and took back."""

import json
from functools import lru_cache
from typing import Final

from titip.consent.actions import loading as consent
from titip.consent.rules.deciding import given_by
from titip.consent.rules.liveness import State as Said
from titip.govern.practice.scale.house import Colleague
from titip.govern.practice.scale.plots import DAY, EPOCH, Life
from titip.govern.practice.scale.telling import ADULT, BASIS, CHILD, SCOPE, V_CERTIFICATE, Ids, Telling, conditions, dashed, moment_text
from titip.kit.codes import numbered_code
from titip.protect.actions.loading import Events, Notices, Store
from titip.register.rules.covering import CARE

#: Why a word was taken back, in every withdrawal.
TAKEN_BACK: Final = "She took it back"
#: A life needs at most so many slips.
_SLIPS: Final = 4


class Writer:
    """Writes bases and decisions."""

    def __init__(self, store: Store, telling: Telling) -> None:
        self._tables, self._telling, self._notices = consent.Tables(store), telling, Notices(store)

    def write(self, life: Life, worker: Colleague, ids: Ids, person: str, events: Events) -> None:
        """Every sitting at which she was asked, and what she took back."""
        if not life.agreed and not life.declined:
            return
        moments = (life.asked, *life.asked_again)
        for turn, moment in enumerate(moments):
            after = moments[turn + 1] if turn + 1 < len(moments) else 0
            self._ask(life, worker, ids, person, turn, moment, after)
            named = (("basis", dashed(ids.at(BASIS + turn, moment))), ("person", dashed(person)))
            kind = (CHILD if life.child else ADULT).kind.value
            events.add(moment_text(moment), "consent.record", worker.code, named, _said(life.agreed, life.declined, kind))
        if life.withdrawn is not None:
            self._take_back(life, worker, ids, person, events)
        for moment, purposes in sorted(self._telling.lapses(life).items()):
            self._lapse(life, worker, person, moment, purposes, events)

    def _ask(self, life: Life, worker: Colleague, ids: Ids, person: str, turn: int, moment: int, after: int) -> None:
        asking, at = CHILD if life.child else ADULT, moment_text(moment)
        basis = ids.at(BASIS + turn, moment)
        taken = life.withdrawn[1] if life.withdrawn else ()
        ended = moment_text(life.withdrawn[0]) if life.withdrawn else None
        whole = bool(taken) and set(taken) >= set(life.agreed)
        self._tables.basis.add((
            basis, person, asking.kind.value, given_by(asking.kind).value, asking.law_or_reason, SCOPE, worker.id, self._telling.organisation,
            asking.assent.value, asking.guardian_clear, numbered_code(life.number * _SLIPS + turn),
            ids.vault(V_CERTIFICATE + turn) if life.agreed else None, at, ended if whole else None, TAKEN_BACK if whole else "",
            worker.code if whole else "", self._telling.words_version, *consent.asked(conditions(life.who.country)),
        ))  # fmt: skip
        replaced = moment_text(after) if after else None
        noted = {} if after else {p: moment_text(late) for late, purposes in self._telling.lapses(life).items() for p in purposes}
        add = self._tables.decision.add
        for purpose in life.agreed:
            until = self._telling.until(purpose, moment)
            add((basis, purpose, asking.given, at, until, ended if purpose in taken else replaced, until, noted.get(purpose)))
        self._tables.decision.add_all([(basis, p, Said.DECLINED.value, at, None, replaced, None, None) for p in life.declined])

    def _take_back(self, life: Life, worker: Colleague, ids: Ids, person: str, events: Events) -> None:
        assert life.withdrawn is not None
        moment, purposes = life.withdrawn
        at, basis = moment_text(moment), ids.at(BASIS, life.asked)
        self._tables.decision.add_all([(basis, purpose, Said.WITHDRAWN.value, at, None, None, None, None) for purpose in purposes])
        events.add(at, "consent.withdraw", worker.code, (("person", dashed(person)),), _detail(decisions=len(purposes), purposes=sorted(purposes)))

    def _lapse(self, life: Life, worker: Colleague, person: str, moment: int, purposes: tuple[str, ...], events: Events) -> None:
        """Noted by the schedule; her worker has read of it a day later, unless that is still to come."""
        at, now = moment_text(moment), (self._telling.today.toordinal() - EPOCH) * DAY
        seen = moment_text(moment + DAY) if moment + DAY < now else None
        self._notices.add(worker.id, consent.LAPSED, numbered_code(life.number), dashed(person), made_at=at, seen_at=seen)
        over, review = [p for p in purposes if p != CARE], [p for p in purposes if p == CARE]
        events.add(at, "consent.lapse", "system", (("person", dashed(person)),), _detail(over=over, review=review))


def _detail(**fields: object) -> str:
    return json.dumps(fields, sort_keys=True, separators=(",", ":"))


@lru_cache(maxsize=4096)
def _said(agreed: tuple[str, ...], declined: tuple[str, ...], kind: str) -> str:
    given = {"given": agreed} if agreed else {}
    return _detail(kind=kind, **given, **({"declined": declined} if declined else {}))
