"""Writes the weekly digest: an anchor and counts, as a short file outside the databases, a copy in a second place, an e-mail.

None of it needs a key, so that a locked server keeps its weeks too. What could not be written or sent is kept and shown, and tried
again; the file never waits for the mail.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from titip.kit import clock
from titip.protect.actions.audit import NewEvent, record_even_locked
from titip.protect.models import Digest
from titip.protect.reads.watching import rules
from titip.protect.reads.weekly import anchor_now, week_in_counts
from titip.protect.rules.watching import days_of, week_of
from titip.protect.vault.durable import write_durably

log = logging.getLogger("titip.watch")
OK, OFF = "ok", ""


def digest_due() -> str | None:
    """The week that has ended and has no digest yet, or None. Only the last: an older one would carry today's anchor."""
    week = week_of(clock.day_of(clock.settled()) - timedelta(days=7))
    _begin, end = clock.span(*days_of(week))
    # One that somebody asked for in the middle of the week is made anew when the week is over.
    return None if Digest.objects.filter(pk=week, made_at__gte=end).exists() else week


def digest(*, week: str, actor_code: str) -> Digest:
    """Make the digest of a week, or make it anew: its file, its copy, its mail, its event. Never raises for what cannot be written or sent."""
    Digest.objects.filter(pk=week).delete()
    counted = week_in_counts(week)
    row = Digest(week=week, anchor=counted.anchor, counts=counted.counts)
    row.file = _written(settings.HOME.anchors, row)
    _hand_on(row)
    row.save()
    record_even_locked(NewEvent("protect.audit.anchor", actor_code, detail={
        "week": week, "anchor": row.anchor, "file": row.file, "copied": row.copied, "mailed": row.mailed, **counted.counts,
    }))
    return row


def retry_copies() -> int:
    """Try again what of the last digest could not be written or sent. Returns how many copies went."""
    row = Digest.objects.order_by("-week").first()
    if row is None or {row.file, row.copied, row.mailed} <= {OK, OFF}:
        return 0
    before = (row.file, row.copied, row.mailed)
    if row.file != OK:
        row.file = _written(settings.HOME.anchors, row)
    _hand_on(row)
    row.save(update_fields=["file", "copied", "mailed"])
    return sum(now == OK != then for then, now in zip(before, (row.file, row.copied, row.mailed), strict=True))


def _hand_on(row: Digest) -> None:
    set_by = rules()
    if row.copied != OK:
        row.copied = _written(Path(set_by.second_place), row, make=False) if set_by.second_place else OFF
    if row.mailed != OK:
        row.mailed = _mailed(row, [address for address in (set_by.mail_to, set_by.mail_also) if address])


def as_text(row: Digest) -> str:
    """What the file and the mail say: the anchor and numbers, in a few lines."""
    first, last = days_of(row.week)
    lines = [
        _("Week %(week)s, %(first)s to %(last)s") % {"week": row.week, "first": first.isoformat(), "last": last.isoformat()},
        f"Anchor: {row.anchor}",
        _("Made: %(at)s") % {"at": row.made_at.isoformat(timespec="seconds")},
        *(f"{name}: {count}" for name, count in row.counts.items()),
        _("Keep this away from the server. It shows whether the log of that week still stands as it stood."),
    ]
    return "\n".join(lines) + "\n"


def _written(folder: Path, row: Digest, *, make: bool = True) -> str:
    """``ok``, or a code of why not. A second place that is not there (a stick taken out) is not made on the disk in its stead."""
    try:
        if make:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        elif not folder.is_dir():
            return "no_folder"
        write_durably(folder / f"titip-{row.week}.txt", as_text(row).encode(), mode=0o600)
    except OSError as error:
        log.warning("the weekly anchor could not be written: %s", type(error).__name__)
        return "not_written"
    return OK


def _mailed(row: Digest, to: Iterable[str]) -> str:
    addresses = list(to)
    if not addresses:
        return OFF
    if not settings.EMAIL_HOST:
        return "no_server"
    try:
        EmailMessage(subject=f"{row.week} {row.anchor}", body=as_text(row), to=addresses).send()
    except Exception as error:  # whatever a mail server or its library raises: the file stands, the page says so
        log.warning("the weekly digest could not be sent: %s", type(error).__name__)
        return "not_sent"
    return OK


def note_anchor(*, actor_code: str, folder: Path | None = None) -> tuple[str, Path]:
    """Write the anchor of this moment into a file of its own, and say so in the log. Raises OSError."""
    anchor, place = anchor_now(), folder or settings.HOME.anchors
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = place / f"titip-anchor-{anchor.split('-')[0]}.txt"
    write_durably(file, f"Anchor: {anchor}\n{clock.now().isoformat(timespec='seconds')}\n".encode(), mode=0o600)
    record_even_locked(NewEvent("protect.audit.anchor", actor_code, detail={"anchor": anchor}))
    return anchor, file

