"""What present puts on the page of a reading: its chart, which kinds fit, and what can be taken away."""

from urllib.parse import urlencode

from django.utils.translation import gettext as _

from titip.present import reads
from titip.present.charts import NAMES, alternative, faults, html_table
from titip.present.charts.kinds import TWO_WAY
from titip.present.forms import ChartForm


def finding(request, result):
    """The picture of what was found, and what can be taken away: all from the tables of the finding. Nothing for a plain description."""
    if result.finding is None:
        return {}
    shown = reads.picture_of(result)
    wrong = faults(shown.spec) if shown else []
    return {
        "reading": result.reading,
        "finding": result.finding,
        "drawn": shown is not None and not wrong,
        "faults": wrong,
        "remarks": reads.remarks_for(result),
        "alternative": alternative(shown.spec) if shown and not wrong else "",
    }


def chart(request, result):
    """The chart with its text alternative and table, the kinds that fit and why others do not, and what its author is warned of."""
    wish, title = ChartForm(request.GET, result=result).asked()
    tried = {fit.kind: fit for fit in reads.fits_for(result, wish, title)}
    wished = tried[wish.kind]
    shown = wished if wished.fits else next((fit for fit in tried.values() if fit.fits), None)
    fitting = [kind for kind, fit in tried.items() if fit.fits]
    spec = shown.spec if shown else None
    form = ChartForm({**request.GET.dict(), "kind": shown.kind if shown else wish.kind, "title": title}, result=result, kinds=fitting)
    return {
        "reading": result.reading,
        "spec": spec,
        "form": form,
        "query": _query(shown, wish, title),
        "faults": faults(spec) if spec else [fit for fit in tried.values() if fit.kind == wish.kind],
        "not_that": wished if not wished.fits and shown else None,
        "not_that_name": _(NAMES[wish.kind]),
        "unfitting": [(_(NAMES[kind]), fit) for kind, fit in tried.items() if not fit.fits],
        "remarks": reads.remarks_for(result, [spec.title] if spec else [], beside=result.finding is None),
        "alternative": alternative(spec) if spec else "",
        "table": html_table(spec) if spec and spec.kind in TWO_WAY else None,
    }


def _query(shown, wish, title):
    """What the addresses of picture, table and report carry on, so that all are of one chart."""
    said = {"kind": shown.kind.value if shown else "", "across": wish.across, "value": wish.value, "title": title}
    return urlencode({name: text for name, text in said.items() if text})
