"""Sets the limits, hours and addresses of the watch."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from titip.protect.actions import audit
from titip.protect.models import WatchRules

#: The limits of the limits: nobody can set the watch so that it never speaks.
MOST_ALARM, MOST_STOP = 1_000, 5_000


class BadRules(ValueError):
    """What was set cannot be. ``field``: what to look at; the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def set_rules(
    *, opens: int, closes: int, alarm_after: int, stop_after: int, second_place: str = "", mail_to: str = "", mail_also: str = "", actor_code: str,
    session: str = "",
) -> WatchRules:
    """Set them all. The log says which changed and the numbers, never an address. Raises BadRules."""
    _check(opens, closes, alarm_after, stop_after, second_place.strip(), (mail_to.strip(), mail_also.strip()))
    row = WatchRules.objects.select_for_update().get_or_create(pk=1)[0]
    given = {
        "opens": opens, "closes": closes, "alarm_after": alarm_after, "stop_after": stop_after, "second_place": second_place.strip(),
        "mail_to": mail_to.strip(), "mail_also": mail_also.strip(),
    }
    changed = sorted(name for name, value in given.items() if getattr(row, name) != value)
    for name, value in given.items():
        setattr(row, name, value)
    row.save(update_fields=list(given))
    if changed:
        numbers = {name: value for name, value in given.items() if isinstance(value, int)}
        audit.record(kind="protect.watch.rules", actor_code=actor_code, session=session, detail={"changed": changed, **numbers})
    return row


def _check(opens: int, closes: int, alarm_after: int, stop_after: int, second_place: str, mails: tuple[str, str]) -> None:
    for name, hour in (("opens", opens), ("closes", closes)):
        if not 0 <= hour <= 23:
            raise BadRules(name, _("Give an hour from 0 to 23."))
    if not 1 <= alarm_after <= MOST_ALARM:
        raise BadRules("alarm_after", _("Give a number of people from 1 to %(most)d: a watch that never speaks is none.") % {"most": MOST_ALARM})
    if not alarm_after <= stop_after <= MOST_STOP:
        raise BadRules("stop_after", _("The stop comes after the alarm: give the same number or a larger one, up to %(most)d.") % {"most": MOST_STOP})
    if second_place and not Path(second_place).is_absolute():
        raise BadRules("second_place", _("Give the whole path of the folder, from the root or the drive letter on."))
    for name, mail in zip(("mail_to", "mail_also"), mails, strict=True):
        try:
            if mail:
                validate_email(mail)
        except ValidationError:
            raise BadRules(name, _("This is no e-mail address. It looks like office@example.org.")) from None
    if mails[1] and not mails[0]:
        raise BadRules("mail_to", _("Give the first address before the second."))
