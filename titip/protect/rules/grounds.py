"""Grounds: why an identity may be held (S18). The class stands here; only the consent room constructs one."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class GroundsKind(StrEnum):
    """The bases on which an identity, or a high-risk answer, may be held."""

    CONSENT = "consent"
    GUARDIAN = "guardian"
    BEST_INTEREST = "best_interest"
    IMMEDIATE_SAFETY = "immediate_safety"
    STATUTORY_POWER = "statutory_power"
    COURT_PROCESS = "court_process"
    THIRD_PARTY = "third_party_necessity"  # alleged perpetrator, witness, relative


class NoGrounds(Exception):
    """There is no basis to hold this. The message says what may be kept and what to do."""


@dataclass(frozen=True)
class Grounds:
    """A live basis for one person (or for one record without a person), for the purposes named.

    ``owner_id`` is the person's id, or the record's where there is no one person.
    """

    kind: GroundsKind
    owner_id: UUID
    basis_id: UUID
    purposes: frozenset[str]
    law_or_reason: str
    scope: str
    reviewer: str
    review_on: date | None
    checked_at: datetime
