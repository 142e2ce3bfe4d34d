"""Intake's table of screenings for a practice house that is filled in bulk."""

from titip.intake.models import Screening
from titip.protect.actions.loading import Store


class Tables:
    """Where screenings go."""

    def __init__(self, store: Store) -> None:
        self.screening = store.rows(Screening, "id", "record_id", "staff_id", "team_id", "subject", "heard", "urgent", "outcome", "person_id", "at")
