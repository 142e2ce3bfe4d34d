"""What consent does in the background."""

from datetime import timedelta

from django.utils.translation import gettext_noop as _

from titip.consent.actions.ageing import ASK_HERSELF, DECIDE_FOR_HER
from titip.consent.actions.lapsing import LAPSED, note_lapsed
from titip.consent.actions.rewording import REWORDED
from titip.protect.rules.notices import NOTICES, NoticeKind
from titip.protect.rules.work import JOBS, Job


def register() -> None:
    """Called from ``apps.ready``."""
    JOBS.register(Job("consent.lapse", _("Notice what consent has run out"), _("People to be asked again: %(people)d"), note_lapsed, timedelta(hours=1)))
    NOTICES.register(
        NoticeKind(LAPSED, _("The time agreed with %(code)s is over: ask again"), "consent:overview"),
        NoticeKind(REWORDED, _("What %(code)s agreed to has other words now: read her the new ones, and ask again"), "consent:overview"),
        NoticeKind(ASK_HERSELF, _("%(code)s is 18 or older now: ask her herself"), "consent:overview"),
        NoticeKind(DECIDE_FOR_HER, _("%(code)s is under 18, or may be: her own yes has ended, ask whoever may decide, and ask her"), "consent:overview"),
    )
