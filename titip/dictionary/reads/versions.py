"""Frozen versions and import reports, for the dictionary's own pages."""

from django.db.models import Count, QuerySet

from titip.dictionary.models import DictionaryVersion, ImportReport


def versions() -> QuerySet[DictionaryVersion]:
    """All frozen versions, newest first, without their content, each with its number of elements as ``held``."""
    return DictionaryVersion.objects.defer("content").annotate(held=Count("elements")).order_by("-number")


def version(number: int) -> DictionaryVersion | None:
    """One frozen version with its content."""
    return DictionaryVersion.objects.filter(number=number).first()


def reports() -> QuerySet[ImportReport]:
    """All import reports, newest first."""
    return ImportReport.objects.order_by("-id")
