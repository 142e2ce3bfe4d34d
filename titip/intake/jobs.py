"""What intake does in the background."""

from datetime import timedelta

from django.utils.translation import gettext_noop as _

from titip.intake.actions.counting import count_old
from titip.intake.actions.drafts import forget_expired
from titip.protect.rules.work import JOBS, Counts, Doing, Job


def register() -> None:
    """Called from ``apps.ready``."""
    JOBS.register(
        Job("intake.drafts", _("Destroy drafts that nobody went on with"), _("%(destroyed)d drafts destroyed"), _forget, timedelta(hours=1), needs_keys=False),
        Job("intake.count", _("Turn screenings without signs into counts after 30 days"), _("%(counted)d screenings counted"), count_old, timedelta(days=1)),
    )


def _forget(doing: Doing) -> Counts:
    return {"destroyed": forget_expired()}
