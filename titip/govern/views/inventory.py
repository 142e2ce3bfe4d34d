"""Shows and hands out the data inventory."""

from collections.abc import Callable, Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from titip.govern import reads
from titip.govern.rules.counts import Shown
from titip.govern.rules.inventory import FLAGS, KINDS, Flag, Line
from titip.govern.rules.sheets import table, to_csv, to_xlsx
from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.gate import NotHere, StaffRequest, page

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page("govern.inventory")
def inventory(request: StaffRequest) -> HttpResponse:
    """One kind of record: every element, what is held of it, and what asks for a decision."""
    kinds = reads.kinds()
    chosen = request.GET.get("kind") or (kinds[0][0] if kinds else "")
    found = reads.inventory(request.actor, chosen)
    if found is None and kinds:
        raise NotHere
    only_flagged = request.GET.get("show") == "flagged"
    rows = [_shown(line) for line in found.lines if line.asks or not only_flagged] if found else []
    flagged = sum(1 for line in found.lines if line.asks) if found else 0
    without_time = sum(1 for line in found.lines if Flag.NO_RETENTION in line.flags) if found else 0
    context = {
        "kinds": kinds, "kind": chosen, "found": found, "rows": rows, "only_flagged": only_flagged, "flagged": flagged,
        "without_time": without_time,
        "records": _count(found.records) if found else "",
    }
    return render(request, "govern/inventory.html", context)


@page("govern.inventory")
def as_csv(request: StaffRequest) -> HttpResponse:
    """Every kind of record, as CSV."""
    return _download(request, to_csv, "text/csv; charset=utf-8", "csv")


@page("govern.inventory")
def as_xlsx(request: StaffRequest) -> HttpResponse:
    """Every kind of record, as a workbook."""
    return _download(request, to_xlsx, _XLSX, "xlsx")


def _download(request: StaffRequest, write: Callable[[Sequence[Sequence[str]]], bytes], content_type: str, ending: str) -> HttpResponse:
    found = [one for code, _name in reads.kinds() if (one := reads.inventory(request.actor, code)) is not None]
    if not found:
        raise NotHere
    today = clock.today()
    rows = table(
        [line for one in found for line in one.lines], records={one.code: _count(one.records) for one in found},
        dictionary_version=found[0].dictionary_version, made_on=today, say=_,
    )
    audit.record(kind="govern.inventory", actor_code=request.actor.code, detail={"form": ending, "elements": len(rows) - 1, "exact": found[0].exact})
    response = HttpResponse(write(rows), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="data-inventory-{today.isoformat()}.{ending}"'
    return response


def _shown(line: Line) -> dict[str, object]:
    counts = [(_(KINDS[kind]), _count(shown)) for kind, shown in line.counts.items() if shown.number != 0]
    return {"line": line, "counts": counts, "flags": [_(FLAGS[flag]) for flag in line.asks]}


def _count(shown: Shown) -> str:
    return str(shown.number) if shown.number is not None else _(shown.words)
