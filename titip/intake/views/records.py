"""The pages of records of the organisation's own kinds: the kinds, a list, one record, its versions, its links."""

from django.contrib import messages
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.intake import actions, reads
from titip.intake.forms import LinkOwn, Narrow, choices_in_words
from titip.intake.models.surveys import OUTCOMES
from titip.protect.actions import audit
from titip.protect.gate import NotHere, allow, done, keep_typed, may, page, typing, unjudged
from titip.protect.reads.paging import page_of
from titip.register import reads as register

PAGE = 50


@page("intake.records")
def records(request):
    """The organisation's own kinds of record, and how many of each are within reach."""
    counts = reads.own_counts(request.actor)
    unseen, unfilled = (reads.closed_to(request.actor, action) for action in ("intake.records", "intake.record"))
    fills = may(request, "intake.record")
    kinds = [
        {"kind": kind, "n": counts.get(kind.code, 0), "may_write": fills and kind.code not in unfilled} for kind in reads.kinds() if kind.code not in unseen
    ]  # fmt: skip
    context = {"kinds": kinds, "may_declare": may(request, "dictionary.edit")}
    return render(request, "intake/records/kinds.html", context)


def kind_or_refuse(request, code, action="intake.records"):
    """A kind of our own in force that is open to her roles. Raises NotHere."""
    kind = reads.kind_of(code)
    if kind is None or kind.code in reads.closed_to(request.actor, action):
        raise NotHere
    return kind


def _may_fill(request, kind, facts=None):
    return may(request, "intake.record", *([facts] if facts else [])) and kind.code not in reads.closed_to(request.actor, "intake.record")


@page("intake.records")
def record_list(request, kind_code):
    """The records of one kind, newest first, narrowed by what needs no identity."""
    kind = kind_or_refuse(request, kind_code)
    form = Narrow(kind, request.GET or None)
    found = reads.find_own(request.actor, kind)
    narrowed = form.is_bound and form.is_valid()
    if narrowed:
        element, value = form.chosen()
        given = form.cleaned_data
        found = reads.find_own(
            request.actor, kind, code=given["code"], whose=given["whose"], since=given["since"], until=given["until"], element=element, value=value,
        )  # fmt: skip
    shown = page_of(found, request.GET, PAGE)
    audit.record(
        kind="intake.records", actor_code=request.actor.code, subjects=[("own_record", str(one.pk)) for one in shown.object_list],
        detail={"listed": kind.code, "page": shown.number, "told": [element.code for element in reads.telling(kind)]},
    )  # fmt: skip
    told = reads.summaries(kind, list(shown.object_list))
    context = {
        "kind": kind, "form": form, "page": shown, "lines": [(own, told[own.pk]) for own in shown.object_list],
        "narrowed": narrowed and any(form.cleaned_data.values()), "may_write": _may_fill(request, kind),
        "may_survey": may(request, "intake.survey"), "survey": reads.survey_of(kind.code), "outcomes": choices_in_words(OUTCOMES),
    }
    return render(request, "intake/records/list.html", context)


def own_or_refuse(request, own_id, action="intake.records"):
    """A record and its kind, if whoever asks may do ``action`` with it. Raises NotHere."""
    own = reads.own_for(own_id)
    if own is None:
        raise NotHere
    allow(request, action, reads.own_facts(own))
    return own, kind_or_refuse(request, own.record.record_type.code, action)


@page("intake.records")
def record(request, own_id):
    """What one record says, as far as whoever looks may see."""
    own, kind = own_or_refuse(request, own_id)
    context = {
        "own": own, "kind": kind, "sections": reads.open_own(request.actor, kind, own),
        "links": [(row, reads.place_words(row.place_code)) for row in reads.own_links(request.actor, own)],
        "may_write": _may_fill(request, kind, reads.own_facts(own)), "may_history": may(request, "register.history", reads.own_facts(own)),
        "mode": _(own.get_mode_display()),
    }
    return render(request, "intake/records/one.html", context)


@page("register.history")
def record_versions(request, own_id):
    """Who changed what in it; any two versions side by side."""
    own, kind = own_or_refuse(request, own_id, "register.history")
    numbers = [int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0 for text in (request.GET.get("a", ""), request.GET.get("b", ""))]
    a, b = numbers if all(numbers) else (max(1, own.record.number - 1), own.record.number)
    shown = frozenset(reads.readable(kind, own))
    compared = register.compare(request.actor, own.record, (a, b), only=shown, purpose="")
    if compared is None:
        raise NotHere
    return render(request, "intake/records/versions.html", {"own": own, "kind": kind, "versions": register.history(own.record), "comparison": compared})


@page("intake.record")
def record_link(request, own_id):
    """Link it to a person by code, an organisation or a place."""
    own, _kind = own_or_refuse(request, own_id, "intake.record")
    if kept := keep_typed(request, title=_("A link of %(code)s") % {"code": own.code}):
        return kept
    form = LinkOwn(request.actor, typing(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.link_own(
                actor=request.actor, own=own, person=form.found, partner_id=given["partner"], place_code=given["place_code"], role=given["role"],
            )  # fmt: skip
        except actions.CannotLink as refused:
            form.add_error(None, _(refused.template))
        else:
            done(request)
            messages.success(request, _("Linked."))
            return redirect("intake:record", own.pk)
    back = reverse("intake:record", args=[own.pk])
    context = {
        "form": unjudged(request, form), "drafted": True, "heading": _("Whom or what it concerns"), "title": _("Link"),
        "submit_label": _("Link to this record"), "back_url": back, "cancel_url": back,
        "intro": _("One of the three. People are linked by code, and shown only to those who may see them."),
    }  # fmt: skip
    return render(request, "titip/form_page.html", context)


@page("intake.record")
def record_unlink(request, own_id, link_id):
    """Take a link away."""
    own, _kind = own_or_refuse(request, own_id, "intake.record")
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if link_id in {row.pk for row in reads.own_links(request.actor, own)}:
        actions.unlink_own(actor=request.actor, own=own, link_id=link_id)
        messages.success(request, _("The link is taken away."))
    return redirect("intake:record", own.pk)
