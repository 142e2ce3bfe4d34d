"""Places as everyone may know them: found by any script and spelling, told by their code."""

import threading
from collections.abc import Iterator
from functools import lru_cache

from django.conf import settings

from titip.dictionary.gazetteer import Index, Listed, shipped, shipped_version
from titip.dictionary.models import OwnPlace, PlaceList
from titip.dictionary.rules.places import Place

_lock = threading.Lock()
_open: dict[str, tuple[tuple[int, int], Index]] = {}


def place_index() -> Index | None:
    """The index as it lies there now; None before it was built. Opened once, and anew when it was replaced."""
    path = settings.HOME.places
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    mark = (stat.st_mtime_ns, stat.st_ino)
    with _lock:
        held = _open.get(str(path))
        if held is None or held[0] != mark:
            held = _open[str(path)] = (mark, Index(path))
            _told.cache_clear()
    return held[1]


def place_of(code: str) -> Place | None:
    """The place of this code, with those it lies in; None where there is none, or no index yet."""
    found = place_index()
    return _told(found.version, code) if found is not None else None


@lru_cache(maxsize=4096)
def _told(version: str, code: str) -> Place | None:
    found = place_index()
    return found.place(code) if found is not None else None


def find_places(text: str, *, near: str = "", limit: int = 10) -> list[Place]:
    """Places called like this, the likeliest first; those whose code begins with ``near`` come first among equals."""
    found = place_index()
    return found.find(text, near=near, limit=limit) if found is not None else []


def places_version() -> str:
    """What an index must hold to be current: the places shipped and the last list brought in."""
    last = PlaceList.objects.first()
    return f"{shipped_version()}+{last.pk if last else 0}"


def places_current() -> bool:
    """Whether the index holds everything."""
    found = place_index()
    return found is not None and found.version == places_version()


def all_places() -> Iterator[Listed]:
    """The places shipped, then the organisation's own, each after the one it lies in."""
    yield from shipped()
    rows = OwnPlace.objects.order_by("level", "pk").values_list("code", "parent", "level", "kind", "name", "native", "lat", "lon", "also")
    for row in rows.iterator(chunk_size=5000):
        yield Listed(*row)


def place_lists() -> list[PlaceList]:
    """The lists brought in, the latest first."""
    return list(PlaceList.objects.all()[:50])
