"""Saving what was told: values checked already, grounds asked for at this moment, one version, and the draft is gone."""

from collections.abc import Mapping

from django.db import transaction

from titip.consent import reads as consent
from titip.dictionary import reads as dictionary
from titip.dictionary.rules.answers import Answer
from titip.intake.actions.drafts import destroy
from titip.intake.actions.interviews import finish
from titip.intake.models import Draft
from titip.intake.rules.timing import Spent
from titip.protect.rules.access import Actor
from titip.register import actions as register
from titip.register.reads import Person


@transaction.atomic
def submit(
    *, actor: Actor, person: Person, form_code: str, answers: Mapping[str, Answer], base_number: int, mode: str = "in_person", spent: Spent | None = None,
) -> register.Saved:
    """Keep the answers of one form as a new version of her record, under the grounds that are live now.

    ``spent``: seconds of asking by section, kept with the sitting. Sent twice, it is kept once.
    Raises register.actions.NotAllowed (what may not be kept without a basis), StaleBase (somebody else
    changed the same answers), vault.Locked; the draft stays in each case.
    """
    spec = dictionary.form_spec(form_code)
    saved = register.save_record(
        actor=actor, record_type=spec.record_type, answers=answers, base_number=base_number, grounds=consent.grounds_for(person), person=person,
        form_code=form_code, mode=mode,
    )
    finish(actor=actor, person=person, spent=spent)
    destroy(list(Draft.objects.filter(staff=actor.id, person=person.pk, form_code=form_code)))
    return saved
