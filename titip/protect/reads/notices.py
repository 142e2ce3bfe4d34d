"""What a colleague was told and has not read."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from titip.protect.models import Notice
from titip.protect.rules.notices import NOTICES


@dataclass(frozen=True)
class Told:
    """A line: its sentence, where it leads, when it was written."""

    id: int
    text: str
    url: str
    at: datetime


def shown_things(staff_id: int, kind: str, most: int = 10) -> set[str]:
    """The ids that her news name now under one kind, for a panel beside them that would name the same. One query."""
    rows = Notice.objects.filter(staff=staff_id, seen_at=None).order_by("-made_at", "-id").values_list("kind", "thing")[:most]
    return {thing for found, thing in rows if found == kind}


def unread(staff_id: int, most: int = 10) -> list[Told]:
    """The newest first. One query."""
    rows = Notice.objects.filter(staff=staff_id, seen_at=None).order_by("-made_at", "-id")[:most]
    return [
        Told(row.pk, _(kind.sentence) % {"code": row.code}, reverse(kind.url, args=[row.thing] if kind.of_thing else []) if kind.url else "", row.made_at)
        for row in rows if (kind := NOTICES.known.get(row.kind)) is not None
    ]
