"""Takes back, within half a minute: a save, a draft thrown away, a screening closed."""

from django.contrib import messages
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from titip.dictionary import reads as dictionary
from titip.intake import actions, reads
from titip.intake.forms import typed_again
from titip.intake.models import Draft
from titip.intake.reads.screenings import facts
from titip.intake.views.finding import RECORD_TYPE, person_or_refuse
from titip.protect.gate import NotHere, allow, page, take_up
from titip.protect.rules.undoing import CannotUndo
from titip.register import actions as register
from titip.register import reads as records


@page("intake.fill", keeps=False)
def undo_save(request, person_id, number):
    """Take one's own last save back. What had been saved is a draft again."""
    person = person_or_refuse(request, person_id)
    record = records.registration_of(person)
    if record is None or number > record.number:
        raise NotHere
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form_code = next((change.form_code for change in records.history(record) if change.number == number), "")
    try:
        take_up(request)
        answers = actions.undo_save(actor=request.actor, person=person, number=number)
    except CannotUndo as refused:
        messages.error(request, _(refused.message))
        return redirect("register:person", person_id=person.pk)
    except register.NotAllowed as refused:
        context = {"person": person, "spec": dictionary.form_spec(form_code), "elements": refused.elements}
        return render(request, "intake/not_allowed.html", context, status=409)
    messages.success(request, _("Taken back. Her answers are as they were before."))
    if form_code not in {form.code for form in dictionary.forms(RECORD_TYPE)} or reads.draft_for(request.actor, person, form_code) is not None:
        return redirect("register:person", person_id=person.pk)
    actions.keep_draft(actor=request.actor, person=person, form_code=form_code, base_number=number + 1, typed=typed_again(answers))
    return redirect("intake:fill", person_id=person.pk, form_code=form_code)


@page("intake.fill", keeps=False)
def draft_back(request, draft_id):
    """Have a draft back. Nobody's but one's own."""
    draft = Draft.objects.select_related("person").filter(pk=draft_id, staff=request.actor.id).first()
    if draft is None:
        raise NotHere
    person_or_refuse(request, draft.person_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        take_up(request)
        actions.undo_discard(actor=request.actor, draft_id=draft.pk)
    except CannotUndo as refused:
        messages.error(request, _(refused.message))
        return redirect("register:person", person_id=draft.person_id)
    messages.success(request, _("Your draft is back."))
    return redirect("intake:fill", person_id=draft.person_id, form_code=draft.form_code)


@page("intake.screening", keeps=False)
def reopen(request, screening_id):
    """A screening is open again."""
    screening = reads.screening_for(screening_id)
    if screening is None:
        raise NotHere
    allow(request, "intake.screening", facts(screening))
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        take_up(request)
        actions.reopen_screening(actor=request.actor, screening=screening)
    except CannotUndo as refused:
        messages.error(request, _(refused.message))
    else:
        messages.success(request, _("Taken back. The screening is open again."))
    return redirect("intake:result", screening_id=screening.pk)
