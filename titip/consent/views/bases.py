"""Recording another basis for holding an identity, and ending one after its review."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from titip.consent import actions
from titip.consent.forms import BasisForm, EndForm
from titip.consent.views.finding import basis_or_refuse, person_or_refuse
from titip.dictionary import reads as dictionary
from titip.protect.gate import done, keep_typed, page, typing, unjudged
from titip.protect.reads import staff as colleagues
from titip.protect.rules.grounds import GroundsKind


@page("consent.basis")
def basis(request, person_id):
    """Another basis: which, on which law or reason, for what, reviewed by whom and when."""
    person = person_or_refuse(request, person_id, "consent.basis")
    if kept := keep_typed(request, title=_("Another basis %(code)s") % {"code": person.code}, about=person.pk):
        return kept
    form = BasisForm(typing(request), purposes=dictionary.purposes(), reviewers=_reviewers(request), age_status=person.age_status)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            with transaction.atomic():
                actions.record_basis(
                    actor=request.actor, person=person, kind=GroundsKind(data["kind"]), purposes=data["purposes"], law_or_reason=data["law_or_reason"],
                    scope=data["scope"], reviewer=data["reviewer"], review_on=form.review_on, assent=form.assent,
                    guardian_clear=data.get("guardian_clear", False),
                )
                done(request)
        except actions.CannotRecord as refused:
            form.add_error(refused.field if refused.field in form.fields else None, _(refused.message))
        else:
            messages.success(request, _("The basis is recorded. It will come up for review on its day."))
            return redirect("consent:overview", person_id=person.pk)
    return render(request, "consent/basis.html", {"person": person, "form": unjudged(request, form)})


@page("consent.basis")
def end(request, basis_id):
    """End one basis, and what depends on it."""
    found, person = basis_or_refuse(request, basis_id, "consent.basis")
    if kept := keep_typed(request, title=_("End a basis %(code)s") % {"code": person.code}, about=person.pk):
        return kept
    form = EndForm(typing(request))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            actions.end_basis(actor=request.actor, basis=found, reason=form.cleaned_data["reason"])
            done(request)
        messages.success(request, _("The basis has ended."))
        return redirect("consent:overview", person_id=person.pk)
    return render(request, "consent/end.html", {"person": person, "basis": found, "form": unjudged(request, form)})


def _reviewers(request):
    return [
        (one.code, one.name) for one in colleagues.colleagues()
        if one.active and one.code != request.actor.code and {role.role for role in one.roles} & {"supervisor", "custodian", "lawyer"}
    ]
