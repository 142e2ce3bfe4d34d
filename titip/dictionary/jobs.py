"""What the dictionary does in the background."""

from datetime import timedelta

from django.utils.translation import gettext_noop as _

from titip.dictionary.actions.places import JOB, build_places
from titip.protect.rules.work import JOBS, Counts, Doing, Job


def register() -> None:
    """Called from ``apps.ready``."""
    JOBS.register(Job(JOB, _("Build the index of places"), _("%(places)d places"), _build, timedelta(hours=1), needs_keys=False))


def _build(doing: Doing) -> Counts:
    return {"places": build_places(doing.progress)}
