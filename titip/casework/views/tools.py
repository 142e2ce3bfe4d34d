"""Instruments of the organisation's own: loaded, asked about a person, shown with every weight; and how well tools work."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.casework import actions, reads
from titip.casework.actions import CannotDo
from titip.casework.forms.tools import ToolFile, ToolForm, answer_words, in_language, languages_of, words
from titip.casework.models import Case, ToolUse
from titip.casework.rules.identifying import ASSESSMENT, BODIES, OUTCOMES, TOOL, Body, Outcome
from titip.casework.rules.instruments import MODES, RESULTS, BadInstrument, Kind, Scored, from_json
from titip.casework.rules.validating import LEAST, LEAST_SHOWN
from titip.casework.rules.words import PARTS, Part
from titip.casework.views.asking import ask, sent, the_case
from titip.dictionary.xlsform import NotAnXlsForm
from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.gate import NotHere, StaffRequest, allow, page

_LONGEST = 4 * 60 * 60


@page("casework.tools", keeps=False)
def tools(request: StaffRequest) -> HttpResponse:
    """What is loaded; load another version."""
    form = ToolFile(request.POST, request.FILES) if request.method == "POST" else ToolFile()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = actions.load_tool(actor=request.actor, instrument=actions.read_instrument(file.read(), file.name))
        except (BadInstrument, NotAnXlsForm) as refused:
            form.add_error("file", _(refused.template) % refused.params)
        except CannotDo as refused:
            form.add_error("file", _(refused.message))
        else:
            messages.success(request, _("Loaded: %(title)s. It is offered in every case.") % {"title": made.title})
            return redirect("casework:tools")
    loaded = [(row, from_json(row.content)) for row in reads.loaded_tools()]
    rows = [(row, tool, languages_of(tool), ", ".join(_(MODES[mode]) for mode in tool.modes)) for row, tool in loaded]
    return render(request, "casework/tools.html", {"form": form, "rows": rows})


@page("casework.tools")
def retire_tool(request: StaffRequest, tool: UUID) -> HttpResponse:
    """Offer it no longer."""
    row = reads.loaded_tools().filter(pk=tool).first()
    if row is None:
        raise NotHere
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    actions.retire_tool(actor=request.actor, tool=row)
    messages.success(request, _("It is offered no longer. What was filled in stays."))
    return redirect("casework:tools")


@page("casework.identify")
def use_tool(request: StaffRequest, case: UUID, tool: UUID) -> HttpResponse:
    """Ask its questions about one of the people."""
    found = _readable(request, case)
    row = reads.loaded_tools(offered=True).filter(pk=tool).first()
    if row is None:
        raise NotHere
    instrument = from_json(row.content)
    parts = {part.person_id: part for part in found.participants.select_related("person").filter(until=None) if part.role != Part.PERPETRATOR}
    form = ToolForm(
        sent(request), instrument=instrument, initial={"began": str(int(clock.now().timestamp()))},
        people=[(str(key), f"{part.person.code} · {_(PARTS[Part(part.role)])}") for key, part in parts.items()],
    )

    def act(given: dict[str, Any]) -> ToolUse:
        return actions.use_tool(
            actor=request.actor, case=found, person=parts[given["person"]].person, tool=row, answers=form.answers(), seconds=_seconds(given["began"]),
            mode=form.mode(), language=form.language,
        )

    chosen = request.POST.get("person", "")
    return ask(
        request, found, form, act=act, done=_("Kept. What was noted stands below."), heading=row.title, submit=_("See what follows"),
        back=reverse("casework:tool_uses", args=[found.pk]), about=next((key for key in parts if str(key) == chosen), None),
        intro=_("Nothing must be answered, and services never depend on it. Do not ask again what she told already."), drafted=True,
        template="casework/use_tool.html", looking="show" in request.POST,
    )


@page("casework.identify")
def tool_uses(request: StaffRequest, case: UUID) -> HttpResponse:
    """The instruments that are offered, and what was filled in in this case."""
    found = _readable(request, case)
    rows = [(row, _(RESULTS[row.result])) for row in reads.uses_in(found)]
    return render(request, "casework/tool_uses.html", {"case": found, "rows": rows, "offered": list(reads.loaded_tools(offered=True))})


@page("casework.identify")
def tool_result(request: StaffRequest, case: UUID, use: UUID) -> HttpResponse:
    """One filling: each answer with its weight, the sum, and what follows."""
    found = _readable(request, case)
    row = reads.uses_in(found).filter(pk=use).first()
    if row is None:
        raise NotHere
    opened = reads.open_use(request.actor, row)
    context = {"case": found, "row": row, "said": _(RESULTS[row.result]), "opened": opened}
    if opened:
        instrument, scored, total = opened
        lines = [_line(one, row.language, instrument.language) for one in scored]
        context |= {"instrument": instrument, "lines": lines, "total": f"{total:g}", "threshold": f"{instrument.threshold:g}"}
        context["mode"] = _(row.get_mode_display()) if row.mode else ""
    return render(request, "casework/tool_result.html", context)


@page("casework.validation")
def validation(request: StaffRequest) -> HttpResponse:
    """How well assessors agree by tool and version, how long each takes, and whose decisions are counted. Nobody is named."""
    rows = reads.validation()
    audit.record(kind="casework.validation", actor_code=request.actor.code, detail={"tools": len(rows)})
    shown = [(_("Formal assessment") if row.tool == TOOL else row.tool, row, round(row.fleiss.observed * 100) if row.fleiss else None) for row in rows]
    context = {"rows": shown, "counted": _bars(reads.determined()), "least": LEAST, "least_shown": LEAST_SHOWN}
    return render(request, "casework/validation.html", context)


def _bars(counts: list[tuple[str, str, int]]) -> list[tuple[str, list[tuple[str, int | None, int]]]]:
    """By body: each outcome with its count and how long its bar is (of 100); of too few neither. All bars are drawn to one measure."""
    longest = max((n for _body, _outcome, n in counts), default=0)
    found: dict[str, list[tuple[str, int | None, int]]] = {}
    for body, outcome, n in counts:
        told = n >= LEAST_SHOWN
        line = (_(OUTCOMES[Outcome(outcome)]), n if told else None, max(1, round(100 * n / longest)) if told else 0)
        found.setdefault(_(BODIES[Body(body)]), []).append(line)
    return list(found.items())


def _line(one: Scored, language: str, own: str) -> dict[str, Any]:
    """One question of a result: its words, the answer, what it weighed, what every answer would have weighed."""
    item = one.item
    wording = item.said(language, own)
    answer = answer_words(item, one.answer, language) if one.asked else _("not asked: an earlier answer leads past it")
    weights = [f"{words(option, language)}: {option.weight:g}" for option in item.options]
    weights += [_("from %(number)s on: %(weight)s") % {"number": f"{band.start:g}", "weight": f"{band.weight:g}"} for band in item.bands]
    return {
        "text": in_language(wording.text, wording.language), "answer": answer or _("not answered"), "weight": f"{one.weight:g}",
        "weighs": bool(weights), "possible": "; ".join(weights), "note": item.kind is Kind.TEXT,
    }


def _readable(request: StaffRequest, case: UUID) -> Case:
    found = the_case(request, case, "casework.identify")
    allow(request, "casework.identify", reads.facts(found), ASSESSMENT, purpose="care")
    return found


def _seconds(began: str) -> int | None:
    took = int(clock.now().timestamp()) - int(began) if began.isascii() and began.isdigit() and len(began) < 12 else -1
    return took if 0 <= took <= _LONGEST else None
