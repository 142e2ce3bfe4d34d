"""Formal identification: the decisions of a case, an assessment section by section, another body's decision."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.casework import actions, reads
from titip.casework.actions import CannotDo
from titip.casework.forms.identifying import DecisionForm, ElementsForm, EvidenceForm, ProtocolForm, RecordForm
from titip.casework.forms.work import OfPerson
from titip.casework.models import Case, Determination
from titip.casework.reads.assessments import shown_assessment, where_words
from titip.casework.rules.identifying import ACTS, ASSESSMENT, MEANS, PROTOCOL, PURPOSES, RELATIONS, Body, Relation
from titip.casework.rules.words import PARTS, Part
from titip.casework.views.asking import Sure, ask, sent, the_case
from titip.kit import clock
from titip.kit.dates import show_date
from titip.protect.gate import NotHere, StaffRequest, allow, page
from titip.protect.rules.grounds import NoGrounds


@page("casework.identify")
def determinations(request: StaffRequest, case: UUID) -> HttpResponse:
    """Every decision of the case, whoever made it; the way to a new one."""
    found = _readable(request, case)
    rows = [(row, reads.blind_to(row, request.actor), reads.differs(row)) for row in reads.determinations_in(found, request.actor)]
    return render(request, "casework/determinations.html", {"case": found, "rows": rows})


@page("casework.identify")
def begin_assessment(request: StaffRequest, case: UUID) -> HttpResponse:
    """Begin an assessment of one of the people; of an earlier one, as a second or a review."""
    found = _readable(request, case)
    earlier, relation = _earlier(request, found)
    posted = request.POST if request.method == "POST" else None
    people = _people(found)
    form = Sure(posted) if earlier else OfPerson(posted, people=[(str(key), words) for key, (_p, words) in people.items()])
    if request.method == "POST" and form.is_valid():
        person = earlier.person if earlier else people[form.cleaned_data["person"]][0]
        try:
            made = actions.begin_assessment(actor=request.actor, case=found, person=person, earlier=earlier, relation=relation)
        except (CannotDo, NoGrounds) as refused:
            form.add_error(None, _(str(refused)))
        else:
            return redirect("casework:assessment", found.pk, made.pk)
    back = reverse("casework:determinations", args=[found.pk])
    context = {
        "form": form, "heading": _(RELATIONS[Relation(relation)]) if earlier else _("Begin a formal assessment"), "submit_label": _("Begin"),
        "title": _("Case"),
        "intro": _("Services never depend on this. Read what she told already before you ask anything: she is not asked twice."),
        "back_url": back, "cancel_url": back,
    }
    return render(request, "titip/form_page.html", context)


@page("casework.identify")
def record_decision(request: StaffRequest, case: UUID) -> HttpResponse:
    """Record what police, a court or a ministry decided."""
    found = _readable(request, case)
    people = _people(found)
    seen = reads.determinations_in(found, request.actor)
    decided = {row.pk: row for row in seen if row.decided_at and not reads.blind_to(row, request.actor)}
    form = RecordForm(
        sent(request), people=[(str(key), words) for key, (_p, words) in people.items()], laws=_laws(),
        bodies=[body for body in Body if body is not Body.OURS], earlier=[(str(key), _words(row)) for key, row in decided.items()],
    )

    def act(given: dict[str, Any]) -> Determination:
        person, earlier = people[given.pop("person")][0], decided.get(given.pop("earlier"))
        if earlier is not None and earlier.person_id != person.pk:
            raise CannotDo(_("That decision is about somebody else."), "earlier")
        return actions.record_decision(
            actor=request.actor, case=found, person=person, earlier=earlier, relation=given.pop("relation"), **{**given, "law": _law(given["law"])},
        )

    return ask(
        request, found, form, act=act, done=_("Recorded. What stood before stands beside it."), heading=_("Record another body's decision"),
        submit=_("Record this decision"), back=reverse("casework:determinations", args=[found.pk]), about=_about(request, people),
        intro=_("As it was decided, with its day. It overwrites nothing, and no service depends on it."),
    )


@page("casework.identify")
def assessment(request: StaffRequest, case: UUID, determination: UUID) -> HttpResponse:
    """One assessment: what is still to do while it is open; the whole of it once decided. Prints on A4 without a name."""
    found, row = _assessment(request, case, determination)
    if reads.blind_to(row, request.actor):
        return render(request, "casework/assessment.html", {"case": found, "row": row, "blind": True})
    shown = shown_assessment(request.actor, row)
    context = {
        "case": found, "row": row, "shown": shown, "mine": row.decided_at is None and row.author_id == request.actor.id, "differs": reads.differs(row),
        "later": [one for one in row.later.select_related("author") if one.decided_at], "may_second": row.author_id != request.actor.id,
    }
    return render(request, "casework/assessment.html", context)


@page("casework.identify")
def assess_elements(request: StaffRequest, case: UUID, determination: UUID) -> HttpResponse:
    """Acts, means, purposes."""
    found, row, told = _mine(request, case, determination)
    ticked = told.get("elements", [])
    groups = {"acts": ACTS, "means": MEANS, "purposes": PURPOSES}
    form = ElementsForm(sent(request), child=row.child, initial={name: [code for code in ticked if code in words] for name, words in groups.items()})
    why = _("For somebody under 18, or whose age is in doubt, the law of nations asks for an act and a purpose only. A child cannot agree to be exploited, so "
            "no means need be shown, and none is asked.") if row.child else ""
    return _section(
        request, found, row, form, lambda _given: actions.keep_elements(actor=request.actor, determination=row, elements=form.ticked()), _("What happened"),
        warning=why, intro=_("Tick what is known. Leave out what is not: nobody has to have everything."),
    )


@page("casework.identify")
def assess_evidence(request: StaffRequest, case: UUID, determination: UUID) -> HttpResponse:
    """What shows each of them."""
    found, row, told = _mine(request, case, determination)
    if not told.get("elements"):
        messages.info(request, _("Tick first what happened."))
        return redirect("casework:assess_elements", found.pk, row.pk)
    places = [(value, where_words(value, thing)) for value, thing in reads.places_of_evidence(found, row.person)]
    initial = {f"{code}-{part}": text for code, shown in told.get("evidence", {}).items() for part, text in shown.items()}
    form = EvidenceForm(sent(request), elements=told["elements"], places=[*places, ("paper", _("A document, named below"))], initial=initial)
    return _section(
        request, found, row, form, lambda _given: actions.keep_evidence(actor=request.actor, determination=row, evidence=form.evidence()), _("What shows it"),
        intro=_("Her own words stand apart from what was seen and from what others told. Nobody asks her again for what is written down."),
        template="casework/evidence.html",
    )


@page("casework.identify")
def assess_protocol(request: StaffRequest, case: UUID, determination: UUID) -> HttpResponse:
    """The child's checklist."""
    found, row, told = _mine(request, case, determination)
    if not row.child:
        raise NotHere
    form = ProtocolForm(sent(request), initial=told.get("protocol", {}))
    return _section(
        request, found, row, form, lambda given: actions.keep_protocol(actor=request.actor, determination=row, answers=given), _("The child's checklist"),
        intro=_("Age in doubt counts as under 18. Go through it before and during the talk; it is kept with the assessment."), drafted=len(PROTOCOL) > 0,
    )


@page("casework.identify")
def assess_decide(request: StaffRequest, case: UUID, determination: UUID) -> HttpResponse:
    """The decision: once."""
    found, row, _told = _mine(request, case, determination)
    form = DecisionForm(
        sent(request), laws=_laws(), bodies=(Body.OURS, Body.TEAM), initial={"body": Body.OURS, "decided_on": show_date(clock.today())},
    )
    return _section(
        request, found, row, form,
        lambda given: actions.decide(actor=request.actor, determination=row, **{**given, "law": _law(given["law"])}), _("Decide"),
        submit=_("Keep this decision"), warning=_("A decision stays as it is. Who disagrees begins a second assessment or a review, and both stand."),
    )


@page("casework.identify")
def assess_let_go(request: StaffRequest, case: UUID, determination: UUID) -> HttpResponse:
    """Throw an open assessment away: asked once more."""
    found, row, _told = _mine(request, case, determination)
    return ask(
        request, found, Sure(sent(request)), act=lambda _given: actions.let_go(actor=request.actor, determination=row), done=_("The assessment is gone."),
        heading=_("Throw this assessment away?"), submit=_("Throw it away"), harm=True, back=reverse("casework:determinations", args=[found.pk]),
        intro=_("What was ticked and written in it is destroyed. Decided assessments stay."),
    )


def _section(request: StaffRequest, case: Case, row: Determination, form: Any, act: Any, heading: str, **shown: Any) -> HttpResponse:
    return ask(
        request, case, form, act=act, done=_("Kept."), heading=heading, submit=shown.pop("submit", _("Keep this section")), about=row.person_id,
        back=reverse("casework:assessment", args=[case.pk, row.pk]), **{"drafted": True, **shown},
    )


def _readable(request: StaffRequest, case: UUID) -> Case:
    found = the_case(request, case, "casework.identify")
    allow(request, "casework.identify", reads.facts(found), ASSESSMENT, purpose="care")
    return found


def _assessment(request: StaffRequest, case: UUID, determination: UUID) -> tuple[Case, Determination]:
    found = _readable(request, case)
    row = reads.determination_in(found, request.actor, determination)
    if row is None:
        raise NotHere
    return found, row


def _mine(request: StaffRequest, case: UUID, determination: UUID) -> tuple[Case, Determination, dict[str, Any]]:
    found, row = _assessment(request, case, determination)
    if row.decided_at is not None or row.author_id != request.actor.id:
        raise NotHere
    told = reads.open_determination(request.actor, row)
    if told is None:
        raise NotHere
    return found, row, told


def _people(case: Case) -> dict[UUID, tuple[Any, str]]:
    parts = case.participants.select_related("person").filter(until=None).order_by("-made_at")
    return {row.person_id: (row.person, f"{row.person.code} · {_(PARTS[Part(row.role)])}") for row in parts if row.role != Part.PERPETRATOR}


def _about(request: StaffRequest, people: dict[UUID, Any]) -> UUID | None:
    chosen = request.POST.get("person", "")
    return next((person for person in people if str(person) == chosen), None)


def _earlier(request: StaffRequest, case: Case) -> tuple[Determination | None, str]:
    relation, asked = request.GET.get("as", ""), request.GET.get("after", "")
    if relation not in (Relation.SECOND, Relation.REVIEW) or not asked:
        return None, ""
    row = next((row for row in reads.determinations_in(case, request.actor) if row.decided_at and str(row.pk) == asked), None)
    return row, relation if row else ""


def _laws() -> list[tuple[str, str]]:
    return [(str(law.pk), str(law)) for law in reads.laws()]


def _law(law_id: UUID | None) -> Any:
    return reads.laws().filter(pk=law_id).first() if law_id else None


def _words(row: Determination) -> str:
    return f"{row.person.code} · {_(row.get_outcome_display())} · {show_date(row.decided_on)}" if row.decided_on else row.person.code
