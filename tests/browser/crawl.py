"""Walks every page that one can reach from the navigation, and notes what each owes its readers and does not give."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.conftest import DESK, PHONE

#: Most pages of one colleague. Reached only when links breed links: then the walk fails rather than going on for ever.
MOST = 250
#: The most that a later page may weigh on the wire, fonts apart: each is fetched once and kept for good (bytes).
LATER = 30 * 1024
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_FILES = re.compile(r"\.(csv|xlsx|pdf|png|svg)$|^/dictionary/(xlsform|codebook|versions/\d+)/$")
#: A code of a person, a case, a release or a colleague. Nothing of the kind belongs into a title.
_CODE = re.compile(r"\b[34679CDFGHJKMNPQRTW]{3}-[34679CDFGHJKMNPQRTW]{4}\b")
_TELLING = re.compile(r"practice-|titip|traffick|victim|shelter|lotus|mango|dara|mali|sopha|kham|noy|anan|vanna|tola", re.I)
_SHAPE = """() => [...new Set([...document.querySelectorAll('body *')].map(
    e => `${e.tagName}.${e.className}<${e.parentElement.tagName}.${e.parentElement.className}`))].sort().join(' ')"""
VIOLATIONS = """axe.run({resultTypes: ['violations']}).then(
    r => r.violations.map(v => `${v.id}: ${v.help}: ${v.nodes.map(n => n.html.slice(0, 120)).slice(0, 3)}`))"""


@dataclass
class Scale:
    """Weighs pages: bytes on the wire since ``put``, as Chromium counts them, headers included."""

    page: Any
    bytes: dict[str, int] = field(default_factory=dict)
    _named: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wire = self.page.context.new_cdp_session(self.page)
        wire.send("Network.enable")
        wire.on("Network.requestWillBeSent", lambda told: self._named.__setitem__(told["requestId"], urlsplit(told["request"]["url"]).path))
        wire.on("Network.loadingFinished", self._finished)

    def _finished(self, told: Any) -> None:
        path = self._named.get(told["requestId"], "?")
        self.bytes[path] = self.bytes.get(path, 0) + int(told["encodedDataLength"])

    def put(self, address: str) -> Any:
        """Open a page and weigh it; the answer."""
        self.bytes.clear()
        answer = self.page.goto(address, wait_until="load")
        self.page.evaluate("document.fonts.ready.then(() => 1)")
        return answer

    @property
    def total(self) -> int:
        """Everything that came."""
        return sum(self.bytes.values())

    @property
    def without_fonts(self) -> int:
        """What a later page costs."""
        return sum(weight for path, weight in self.bytes.items() if not path.endswith(".woff2"))


@dataclass
class Crawl:
    """One colleague's walk. ``shapes`` holds what axe has looked at already, for all walks of a run."""

    page: Any
    shapes: set[tuple[str, str]]
    faults: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    heaviest: tuple[int, str] = (0, "")

    def walk(self) -> None:
        """Every page reachable from Today, one of each kind."""
        scale, to_see = Scale(self.page), ["/"]
        while to_see:
            address = to_see.pop(0)
            if kind(address) in self.seen:
                continue
            self.seen.add(kind(address))
            if len(self.seen) > MOST:
                self.faults.append(f"more than {MOST} kinds of pages: {sorted(self.seen)}")
                return
            if _FILES.search(urlsplit(address).path):
                self._file(address)
            else:
                self._look_at(scale, address)
                to_see += self._links()

    def _file(self, address: str) -> None:
        answer = self.page.context.request.get(address)
        if answer.status != 200 or not answer.body():
            self.faults.append(f"{address}: a file that answers {answer.status}")

    def _look_at(self, scale: Scale, address: str) -> None:
        answer = scale.put(address)
        if answer.status != 200:
            self.faults.append(f"{address}: {answer.status}")
        weight = scale.without_fonts
        self.heaviest = max(self.heaviest, (weight, address))
        if weight > LATER:
            self.faults.append(f"{address}: {weight} bytes on the wire: { {path: one for path, one in scale.bytes.items() if one} }")
        self.faults += [f"{address}: {fault}" for fault in [*_manners(self.page), *self._accessible(address)]]

    def _accessible(self, address: str) -> Iterator[str]:
        """What axe finds, on a phone and on a desk; each shape of a page is looked at once, whoever sees it first."""
        if self.page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            yield "runs off a phone's screen"
        shape = (kind(address), self.page.evaluate(_SHAPE))
        if shape in self.shapes:
            return
        self.shapes.add(shape)
        self.page.evaluate(AXE_SCRIPT)
        yield from (f"axe on a phone: {found}" for found in self.page.evaluate(VIOLATIONS))
        self.page.set_viewport_size(DESK)
        if self.page.evaluate("document.documentElement.scrollWidth") > DESK["width"]:
            yield "runs off a desk's screen"
        yield from (f"axe on a desk: {found}" for found in self.page.evaluate(VIOLATIONS))
        self.page.set_viewport_size(PHONE)

    def _links(self) -> list[str]:
        """Links to our own pages, without fragments, in the order of the page."""
        found = self.page.eval_on_selector_all("a[href]", "links => links.filter(a => a.origin === location.origin).map(a => a.pathname + a.search)")
        return list(dict.fromkeys(found))


def violations(page: Any) -> list[str]:
    """What axe finds on the page as it stands."""
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(VIOLATIONS)
    return found


def kind(address: str) -> str:
    """What kind of page an address names: ids, codes and numbers taken out, the names of its parameters kept."""
    parts = urlsplit(address)
    path = _ID.sub("ID", parts.path)
    path = re.sub(r"^(/dictionary/(?:draft/)?(?:element|forms|import|versions|lists|questions)/)[^/]+/", r"\1CODE/", path)
    path = re.sub(r"^(/dictionary/.*/(?:choice|words)/).+/$", r"\1CODE/", path)
    path = re.sub(r"/\d+(?=/|$)", "/N", path)
    return path + "".join(f"?{name}" for name, _value in sorted(parse_qsl(parts.query, keep_blank_values=True)))


def _manners(page: Any) -> Iterator[str]:
    """A title that tells a passer-by nothing, the word PRACTICE, and Exit."""
    title = page.title()
    if not title.endswith(" – Notes") or _CODE.search(title) or _TELLING.search(title):
        yield f"the title tells: {title}"
    if not page.get_by_text("PRACTICE", exact=True).first.is_visible():
        yield "does not say PRACTICE"
    if page.get_by_role("button", name="Exit").count() != 1:
        yield "has no Exit"
