"""What changed on a form of late, for whoever fills it in."""

from dataclasses import replace
from datetime import datetime, timedelta

from titip.dictionary.models import DictionaryVersion
from titip.dictionary.reads.frozen import _Kept, current, frozen_book
from titip.dictionary.rules.codebook import Codebook
from titip.dictionary.rules.comparing import Effect, compare, effects
from titip.kit import clock

#: For so long a change is told.
NEWS: timedelta = timedelta(days=30)
_NEWS = _Kept(32)


def form_news(form_code: str) -> tuple[datetime | None, tuple[Effect, ...]]:
    """When the form last changed, and what its fillers notice, against the version in force thirty days ago (or the first). Two or three queries."""
    now = current()
    if now is None or now.number == 1:
        return None, ()
    earlier = DictionaryVersion.objects.defer("content").filter(number__lt=now.number)
    then = earlier.filter(made_at__lt=clock.now() - NEWS).order_by("-number").first() or earlier.order_by("number").first()
    if then is None or now.made_at < clock.now() - NEWS:
        return None, ()
    return now.made_at, _NEWS.get((then.sha256, now.sha256, form_code), lambda: _told(frozen_book(then), frozen_book(now), form_code))


def _told(before: Codebook, after: Codebook, form_code: str) -> tuple[Effect, ...]:
    forms = [form for book in (before, after) if (form := book.form(form_code))]
    placed = {p.element for form in forms for p in form.placements}
    placed |= {e.code for book in (before, after) for e in book.elements if e.inside in placed}
    lists = {e.code_list for e in after.elements if e.code in placed}

    def part(book: Codebook) -> Codebook:
        return replace(
            book, record_types=(), questions=(), purposes=(), elements=tuple(e for e in book.elements if e.code in placed),
            code_lists=tuple(c for c in book.code_lists if c.code in lists), forms=tuple(f for f in book.forms if f.code == form_code),
        )  # fmt: skip

    was, now = part(before), part(after)
    return tuple(effect for effect in effects(was, now, compare(was, now)) if effect.audience == "asking") if len(forms) == 2 else ()
