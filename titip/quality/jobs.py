"""What quality does in the background."""

from datetime import timedelta

from django.utils.translation import gettext_noop as _

from titip.protect.rules.work import JOBS, Counts, Doing, Job
from titip.quality import actions

#: Asked for on the quality board.
CHECK_ALL = "quality.check_all"
_SAID = _("Records checked: %(records)d. New findings: %(found)d; settled: %(fixed)d; people who may be registered twice: %(pairs)d")


def register() -> None:
    """Called from ``apps.ready``."""
    JOBS.register(
        Job("quality.check", _("Check records that changed, and look for duplicates"), _SAID, _changed, timedelta(hours=1)),
        Job("quality.prepare", _("Keep the search for people ready"), _("People who can be found again: %(people)d"), _prepare, timedelta(minutes=5)),
        Job(CHECK_ALL, _("Check every record"), _SAID, _all),
    )


def _prepare(doing: Doing) -> Counts:
    return {"people": actions.prepare(doing)}


def _changed(doing: Doing) -> Counts:
    return _with_pairs(doing, actions.check_waiting(actor_code=doing.actor_code, tell=doing.progress))


def _all(doing: Doing) -> Counts:
    return _with_pairs(doing, actions.check_all(actor_code=doing.actor_code, tell=doing.progress))


def _with_pairs(doing: Doing, done: actions.Checked) -> Counts:
    """Then everybody who changed is compared with all others."""
    pairs = actions.compare_changed(actor_code=doing.actor_code, tell=doing.progress)
    return {"records": done.records, "found": done.found, "fixed": done.fixed, "pairs": pairs}
