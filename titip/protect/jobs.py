"""What protection does in the background."""

from datetime import timedelta

from django.utils.translation import gettext_noop as _

from titip.kit import clock
from titip.protect.actions import audit, watching
from titip.protect.actions.background import clean
from titip.protect.actions.renewing import finish_as_asked, renew_by_schedule
from titip.protect.actions.sweeping import sweep_by_schedule
from titip.protect.gate import drafting
from titip.protect.gate.keeping import forget_old
from titip.protect.models import OpenedToday, PageDraft
from titip.protect.reads.weekly import kept_anchors
from titip.protect.rules.faults import Told
from titip.protect.rules.work import JOBS, Counts, Doing, Job

_RENEWED = _("%(wrapped)d keys wrapped anew, %(destroyed)d old ones destroyed, %(unreadable)d that do not open")
_MINUTES, _HOUR, _DAY = timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)


def register() -> None:
    """Called from ``apps.ready``."""
    JOBS.register(
        Job("protect.sweep", _("Remove sealed values that nothing names"), _("%(removed)d values removed"), sweep_by_schedule, _DAY, needs_keys=False),
        Job("protect.renew", _("Renew the keys each month, destroy old ones"), _RENEWED, renew_by_schedule, _DAY),
        Job("protect.rewrap", _("Wrap everything by the new key"), _RENEWED, finish_as_asked),
        Job("protect.kept", _("Forget what was typed and left for too long"), _("%(forgotten)d forms forgotten"), _forget, _HOUR, needs_keys=False),
        Job("protect.sign", _("Sign the log up to now"), _("Signed up to entry %(entry)d"), _sign, timedelta(hours=6)),
        Job("protect.verify", _("Verify the whole log"), _("%(entries)d entries, all in order"), _verify, _DAY),
        Job("protect.watch", _("Watch the log for what calls for a look"), _("Alarms: %(alarms)d"), _watch, _MINUTES),
        Job(
            "protect.week", _("Keep the week's anchor outside the database"), _("Anchors made: %(made)d; copies handed on: %(handed)d"), _week,
            timedelta(hours=6), needs_keys=False,
        ),
        Job(
            "protect.clean", _("Clear ended sessions and old work"), _("Sessions: %(sessions)d; temporary rows: %(cached)d; old work: %(work)d"), clean,
            _DAY, needs_keys=False,
        ),
    )


def _forget(doing: Doing) -> Counts:
    return {"forgotten": forget_old() + drafting.destroy(PageDraft.objects.filter(expires_at__lte=clock.settled()))}


def _sign(doing: Doing) -> Counts:
    audit.checkpoint()
    return {"entry": int(audit.anchor().split("-")[0])}


def _verify(doing: Doing) -> Counts:
    """Raises Told where the log is not whole, after writing so into the log itself."""
    report = audit.verify(doing.ids.get("anchor"), kept=kept_anchors().anchors, tell=doing.progress)
    audit.record(
        kind="protect.audit.verify", actor_code=doing.actor_code, outcome="ok" if report.ok else "failed",
        detail={"events": report.events, "checkpoints": report.checkpoints, "first_bad": report.first_bad, "anchored": report.anchored},
    )
    if not report.ok:
        watching.catch_up()
        raise Told("not_whole")
    return {"entries": report.events}


def _watch(doing: Doing) -> Counts:
    OpenedToday.objects.filter(day__lt=clock.day_of(clock.settled()) - timedelta(days=2)).delete()
    return {"alarms": watching.catch_up()}


def _week(doing: Doing) -> Counts:
    """The digest of the week that has ended, once; then again and again what could not be handed on."""
    week = watching.digest_due()
    if week is not None:
        watching.digest(week=week, actor_code=doing.actor_code)
    return {"made": int(week is not None), "handed": watching.retry_copies()}
