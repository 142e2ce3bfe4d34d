"""What present puts on the page of a reading: its chart, and what can be taken away."""

from titip.present import reads
from titip.present.charts import alternative, faults
from titip.present.rules.publishing import remarks


def chart(request, result):
    """The chart with its text alternative, what keeps it from being drawn, and what its author is warned of."""
    shown = reads.chart_of(result, request.GET.get("title", "").strip()[:120])
    return {
        "reading": result.reading,
        "spec": shown.spec,
        "title": request.GET.get("title", ""),
        "faults": faults(shown.spec),
        "remarks": remarks(audience=result.released.audience, bias=result.released.about.bias, captions=[shown.spec.title]),
        "alternative": alternative(shown.spec),
    }
