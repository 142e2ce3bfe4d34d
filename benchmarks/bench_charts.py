"""One chart with Thai, Khmer and Burmese labels to PNG, PDF and SVG, bars and maps, in seconds, after matplotlib has been loaded."""

import time
from collections.abc import Iterator

from benchmarks import Figure

#: Bars of every script, a crossed table, and both maps.
SHOWN = ("bar", "heat", "choropleth", "flow")


def measure() -> Iterator[Figure]:
    """Each chart specified and drawn in each form for a phone; and the first one, with all that is loaded for it."""
    begun = time.perf_counter()
    from tests.present.made_up import WISHES, made, released
    from titip.present.charts import check, render

    released()
    render(made("bar"), "png", medium="phone")
    yield Figure("the first chart, everything loaded for it", time.perf_counter() - begun, "s", limit=20)
    for name in SHOWN:
        begun = time.perf_counter()
        spec = made.__wrapped__(name)  # specified anew, not from the cache
        check(spec)
        yield Figure(f"{name}: counted, protected, checked ({WISHES[name].kind})", time.perf_counter() - begun, "s")
        for kind in ("png", "pdf", "svg"):
            begun = time.perf_counter()
            render(spec, kind, medium="phone")
            yield Figure(f"{name} to {kind}", time.perf_counter() - begun, "s", limit=5)
