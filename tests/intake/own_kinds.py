"""Declares a kind of record of one's own for tests, as its pages would, without the walk."""

from titip.dictionary import actions, reads
from titip.dictionary.rules.codebook import CodeListEntry, ElementEntry, FormEntry, ItemEntry, PlacementEntry, RecordTypeEntry
from titip.dictionary.rules.types import ElementType

_PAPERS = CodeListEntry("visit_papers", "Papers", "ours", (ItemEntry("workers", "With the workers"), ItemEntry("boss", "With the boss")))


def site_visit() -> None:
    """A kind about nobody: how many workers, who keeps their papers, what was seen."""
    elements = (
        ElementEntry("visit_workers", "site_visit", ElementType.INTEGER, "Workers present", risk="low"),
        ElementEntry("visit_papers", "site_visit", ElementType.SELECT_ONE, "Who keeps the papers", risk="low", code_list="visit_papers", searchable=True),
        ElementEntry("visit_seen", "site_visit", ElementType.TEXT, "What was seen", risk="medium"),
    )
    _publish("site_visit", "Site visit", "none", elements, (_PAPERS,))


def aftercare() -> None:
    """A kind about one person: a sealed answer and one that is not."""
    elements = (
        ElementEntry("call_mood", "aftercare_call", ElementType.TEXT, "How she is", risk="medium", purposes=("care",)),
        ElementEntry("call_worry", "aftercare_call", ElementType.LONG_TEXT, "What worries her", risk="high", purposes=("care",)),
    )
    _publish("aftercare_call", "Aftercare call", "person", elements, ())


def home_visit() -> None:
    """A kind about one person with a sealed file."""
    elements = (
        ElementEntry("home_paper", "home_visit", ElementType.FILE, "A paper she showed us", risk="high", purposes=("care",)),
        ElementEntry("home_calm", "home_visit", ElementType.INTEGER, "Nights slept", risk="medium", purposes=("care",)),
    )
    _publish("home_visit", "Home visit", "person", elements, ())


def _publish(code: str, name: str, subject: str, elements: tuple[ElementEntry, ...], lists: tuple[CodeListEntry, ...]) -> None:
    form = FormEntry(code, name, code, placements=tuple(PlacementEntry(e.code) for e in elements))
    entries = [("record_types", code, RecordTypeEntry(code, name, "", subject)), *(("code_lists", c.code, c) for c in lists)]
    entries += [*(("elements", e.code, e) for e in elements), ("forms", code, form)]
    actions.put(entries=entries, what="new", thing=name, actor_code="one")
    actions.write_review(form_code=code, words={"benefit": "b", "harm": "h", "lessen": "l"}, actor_code="one")
    actions.sign_review(form_code=code, actor_code="two")
    sha = reads.standing().sha256
    if reads.obstacles(reads.standing()).reasons:
        actions.agree(sha256=sha, actor_code="two")
    actions.publish(note=name, sha256=sha, actor_code="one")
