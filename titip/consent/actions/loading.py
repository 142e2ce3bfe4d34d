"""Consent's tables for a practice house that is filled in bulk, and the certificate that is sealed there."""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from titip.consent.actions.lapsing import LAPSED
from titip.consent.models import Basis, ConsentDecision
from titip.consent.reads.certificates import TABLE
from titip.consent.rules.deciding import Conditions
from titip.dictionary.rules.forms import PurposeCard
from titip.protect.actions.loading import Store

__all__ = ["LAPSED", "TABLE", "Certificates", "Tables"]
_ASKED = tuple(Conditions.__dataclass_fields__)


class Tables:
    """Where bases and decisions go. A basis holds the conditions under which it was asked, after its own columns."""

    def __init__(self, store: Store) -> None:
        self.basis = store.rows(
            Basis, "id", "person_id", "kind", "given_by", "law_or_reason", "scope", "collector_id", "organisation", "assent", "guardian_clear", "slip_code",
            "certificate_id", "made_at", "ended_at", "ended_reason", "ended_by", "words_version", *_ASKED,
        )  # fmt: skip
        self.decision = store.rows(ConsentDecision, "basis_id", "purpose", "state", "decided_at", "valid_until", "ended_at", "due_at", "lapse_noted_at")


@cache
def asked(conditions: Conditions) -> tuple[Any, ...]:
    """Conditions as the last columns of a basis."""
    return tuple(getattr(conditions, name) for name in _ASKED)


class Certificates:
    """What is sealed of a consent, written as ``seal_certificate`` writes it. Built for many: what repeats is written once."""

    def __init__(self, purposes: Iterable[PurposeCard]) -> None:
        self._purposes = {purpose.code: purpose for purpose in purposes}
        self._known: dict[tuple[str, str], tuple[str, str]] = {}

    def content(self, basis: dict[str, Any], choices: Iterable[tuple[str, str, str]]) -> bytes:
        """Canonical JSON. ``basis`` holds its own fields but the choices; ``choices`` are (purpose, state, until) in the order they were written."""
        listed = ",".join([f"{before}{until}{after}" for purpose, state, until in choices for before, after in (self._choice(purpose, state),)])
        return (_plain({**basis, "choices": "*"})).replace('"choices":"*"', f'"choices":[{listed}]', 1).encode()

    def _choice(self, purpose: str, state: str) -> tuple[str, str]:
        """A choice before and after the moment until which it holds."""
        found = self._known.get((purpose, state))
        if found is None:
            card = self._purposes[purpose]
            text = _plain({"purpose": purpose, "read": card.card, "who_sees": card.who_sees, "recipient": "", "state": state, "until": "\0"})
            before, _mark, after = text.partition("\\u0000")
            found = self._known[purpose, state] = (before, after)
        return found


def _plain(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
