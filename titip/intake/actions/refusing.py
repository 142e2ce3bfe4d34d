"""Counting which questions refuse a save: a number each, of nobody, without any value (S16)."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.keys import element_of
from titip.intake.models import Refused


@transaction.atomic
def count_refused(*, form_code: str, mode: str, keys: Iterable[str]) -> None:
    """One more refused save of a form, for each of the questions that stood in its way. Neither who nor about whom is kept, nor when.

    It is no act upon anybody's data, so the log has no line of it.
    """
    version = dictionary.current()
    codes = {element_of(key) for key in keys} & set(dictionary.declared(dictionary.form_spec(form_code).record_type))
    if version is None or not codes:
        return
    rows = Refused.objects.filter(form_code=form_code, form_version=version.number, mode=mode)
    rows.filter(element_code__in=codes).update(number=F("number") + 1)
    new = codes - set(rows.filter(element_code__in=codes).values_list("element_code", flat=True))
    made = [Refused(form_code=form_code, form_version=version.number, mode=mode, element_code=code, number=1) for code in sorted(new)]
    Refused.objects.bulk_create(made, ignore_conflicts=True)
