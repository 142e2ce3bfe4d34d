"""Casework's tables for a practice house that is filled in bulk."""

from titip.casework.models import Approval, Case, CaseNote, Participation, ServiceOffered, Step, Transition
from titip.casework.reads.notes import FIELD, TABLE
from titip.protect.actions.loading import Store

__all__ = ["FIELD", "TABLE", "Tables"]


class Tables:
    """Where cases, their people, steps, moves, services, notes and approvals go."""

    def __init__(self, store: Store) -> None:
        self.case = store.rows(Case, "id", "code", "state", "owner_id", "team_id", "opened_at", "closed_at", "reason")
        self.part = store.rows(Participation, "id", "case_id", "person_id", "role", "certainty", "made_by_id", "made_at")
        self.transition = store.rows(Transition, "id", "case_id", "before", "after", "actor_id", "reason", "at")
        self.step = store.rows(Step, "id", "case_id", "kind", "role", "due_on", "made_at", "done_at", "done_by_id")
        self.service = store.rows(ServiceOffered, "id", "case_id", "person_id", "kind", "offered_at", "offered_by_id", "accepted", "answered_at", "ended_at")
        self.note = store.rows(CaseNote, "id", "case_id", "person_id", "author_id", "at", "vault_id", "basis_id")
        self.approval = store.rows(Approval, "id", "case_id", "asked_by_id", "asked_at", "reason", "decided_by_id", "decided_at", "outcome")
