"""The pages of campaigns and programmes: what was done, how many came, totals over a period."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.intake import actions, reads
from titip.intake.forms import ActivityNew, NameParticipant, Period, ProgrammeNew, choices_in_words
from titip.intake.models.programmes import AGES, KINDS, SEXES
from titip.kit.ids import new_id
from titip.protect.gate import NotHere, done, keep_typed, may, page, typing, unjudged


@page("intake.programmes")
def programmes(request):
    """All campaigns and programmes."""
    return render(request, "intake/programmes/list.html", {"programmes": reads.programmes(), "may_write": may(request, "intake.activity")})


@page("intake.activity")
def programme_new(request):
    """A new one."""
    if kept := keep_typed(request, title=_("A campaign or programme")):
        return kept
    form = ProgrammeNew(typing(request))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            made = actions.add_programme(actor=request.actor, **form.cleaned_data)
            done(request)
        return redirect("intake:programme", made.pk)
    back = reverse("intake:programmes")
    context = {
        "form": unjudged(request, form), "drafted": True, "heading": _("A campaign or programme"), "title": _("Programme"), "submit_label": _("Keep it"),
        "back_url": back, "cancel_url": back,
    }  # fmt: skip
    return render(request, "titip/form_page.html", context)


def _programme(programme_id):
    found = reads.programme_for(programme_id)
    if found is None:
        raise NotHere
    return found


@page("intake.programmes")
def programme(request, programme_id):
    """What was done in it, and who came, as numbers, over a period."""
    here = _programme(programme_id)
    period = Period(request.GET or None)
    days = period.cleaned_data if period.is_bound and period.is_valid() else {}
    span = (days.get("since"), days.get("until"))
    total = reads.totals(here, *span)
    came = {age for (_sex, age), n in total.table.items() if n}
    ages = [(age, words) for age, words in choices_in_words(AGES) if age in came]  # ages of which nobody came only make a telephone's table wide
    rows = [(words, [total.table.get((sex, age), 0) for age, _words in ages]) for sex, words in choices_in_words(SEXES)]
    kinds = dict(choices_in_words(KINDS))
    context = {
        "programme": here, "sort": _(here.get_sort_display()), "period": period, "total": total, "ages": [words for _age, words in ages],
        "rows": [(words, cells, sum(cells)) for words, cells in rows if any(cells)], "by_kind": [(kinds[kind], n) for kind, n in total.by_kind.items()],
        "activities": [(one, kinds[one.kind], _where(one)) for one in reads.activities_of(here, *span)[:200]], "may_write": may(request, "intake.activity"),
    }  # fmt: skip
    return render(request, "intake/programmes/one.html", context)


@page("intake.activity")
def activity_new(request, programme_id):
    """What was done on a day, and how many came."""
    here = _programme(programme_id)
    if kept := keep_typed(request, title=_("What was done: %(name)s") % {"name": here.name}):
        return kept
    typed = typing(request)
    form = ActivityNew(typed)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("day", "kind", "place_code", "place_words")}
        with transaction.atomic():
            actions.add_activity(actor=request.actor, programme=here, activity_id=_id(request.POST.get("activity")), counts=form.counts(), **given)
            done(request)
        messages.success(request, _("Kept, as numbers."))
        return redirect("intake:programme", here.pk)
    context = {"programme": here, "form": unjudged(request, form), "activity": (typed.get("activity") if typed is not None else "") or str(new_id())}
    return render(request, "intake/programmes/new.html", context)


def _where(activity):
    return ", ".join(filter(None, (activity.place_words, reads.place_words(activity.place_code))))


def _id(text):
    try:
        return UUID(text)
    except (TypeError, ValueError):
        return new_id()


def _activity(programme_id, activity_id):
    found = reads.activity_for(_programme(programme_id), activity_id)
    if found is None:
        raise NotHere
    return found


@page("intake.activity")
def activity(request, programme_id, activity_id):
    """One activity: who is named as having come, for a reason and while she agrees; naming one more."""
    here = _activity(programme_id, activity_id)
    if kept := keep_typed(request, title=_("Who came")):
        return kept
    form = NameParticipant(request.actor, typing(request))
    if request.method == "POST" and form.is_valid() and form.person is not None:
        try:
            actions.name_participant(actor=request.actor, activity=here, person=form.person, reason=form.cleaned_data["reason"])
        except actions.CannotName as refused:
            form.add_error("code" if refused.code == "consent" else "reason", _(refused.template))
        else:
            done(request)
            return redirect("intake:activity", here.programme_id, here.pk)
    context = {
        "activity": here, "where": _where(here), "programme": here.programme, "form": unjudged(request, form), "named": reads.named_at(request.actor, here),
        "what": dict(choices_in_words(KINDS))[here.kind], **_came(here),
    }  # fmt: skip
    return render(request, "intake/programmes/activity.html", context)


def _came(activity):
    """How many came to it, as its page says it: in all, and by sex and age."""
    sexes, ages = dict(choices_in_words(SEXES)), dict(choices_in_words(AGES))
    found = {(row.sex, row.age): row.number for row in activity.counts.all()}
    counts = [(sexes[sex], ages[age], found[sex, age]) for sex in sexes for age in ages if found.get((sex, age))]
    return {"came": sum(n for *_who, n in counts), "counted": counts}


@page("intake.activity")
def activity_change(request, programme_id, activity_id):
    """Count it no more, count it again, or take a code away."""
    here = _activity(programme_id, activity_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if request.POST.get("unname", "").isdecimal():
        actions.unname_participant(actor=request.actor, activity=here, row_id=int(request.POST["unname"]))
    else:
        back = request.POST.get("go") == "back"
        actions.remove_activity(actor=request.actor, activity=here, back=back)
        messages.success(request, _("It is counted again.") if back else _("It is not counted any more. You can count it again on its page."))
    return redirect("intake:activity", here.programme_id, here.pk)
