"""What the dictionary does in the background."""

from datetime import timedelta

from django.utils.translation import gettext_noop as _

from titip.dictionary.actions.cards import forget_sounds
from titip.dictionary.actions.places import JOB, build_places
from titip.protect.rules.work import JOBS, Counts, Doing, Job


def register() -> None:
    """Called from ``apps.ready``."""
    JOBS.register(
        Job(JOB, _("Build the index of places"), _("%(places)d places"), _build, timedelta(hours=1), needs_keys=False),
        Job(
            "dictionary.sounds", _("Destroy recordings of cards that nothing names"), _("%(destroyed)d recordings destroyed"), _forget, timedelta(days=1),
            needs_keys=False,
        ),
    )


def _build(doing: Doing) -> Counts:
    return {"places": build_places(doing.progress)}


def _forget(doing: Doing) -> Counts:
    return {"destroyed": forget_sounds(actor_code=doing.actor_code)}
