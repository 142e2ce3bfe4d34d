"""When a colleague changed the same answers of a record of one's own kinds: the page of both sides, and what was chosen on it."""

from dataclasses import replace

from django.urls import reverse

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.keys import top_of
from titip.intake import reads
from titip.intake.rules.choosing import Choices
from titip.intake.views.conflicts import CHOICE, both_of, may_see, sides
from titip.register import reads as register

#: The button that leads from both sides back to the form.
BACK = "back"
#: What the page of both sides says anew, or not at all.
_ANEW = ("csrfmiddlewaretoken", "go", "looked_at")


def show_own_conflicts(request, kind, own, stale, *, since, sent):
    """Both sides, with what she sent: no draft holds it."""
    declared = dictionary.declared(kind.code)
    seen = _seen(request, kind, own, [declared[top_of(conflict.element)] for conflict in stale.conflicts])
    kept = [(name, value) for name, values in sent.lists() if name not in _ANEW and not name.startswith(CHOICE) for value in values]
    return sides(request, stale, declared, since=since, seen=seen, code=own.code, form=reverse("intake:record_edit", args=[own.pk]), sent=kept)


def chosen(request, kind, own, answers):
    """Her answers, with both in one where that is what she chose; and her choices, or None where she was not asked."""
    looked_at = request.POST.get("looked_at", "")
    if not (looked_at.isascii() and looked_at.isdigit() and len(looked_at) < 9):
        return answers, None
    said = {name.removeprefix(CHOICE): value for name, value in request.POST.items() if name.startswith(CHOICE)}
    both = {place: answers[place] for place, word in said.items() if word == "both" and place in answers}
    together = _together(request, kind, own, int(looked_at), both)
    mine, theirs = ({place for place, word in said.items() if word == one} for one in ("mine", "theirs"))
    return {**answers, **together}, Choices(int(looked_at), frozenset(mine | set(together)), frozenset(theirs))


def _together(request, kind, own, number, mine):
    declared = dictionary.declared(kind.code)
    seen = _seen(request, kind, own, [declared[code] for code in mine])
    theirs = register.current_answers(own.record, seen, number=number) if seen else {}
    made = {code: both_of(declared[code], theirs[code], mine[code]) for code in seen & set(theirs)}
    return {code: replace(mine[code], value=value) for code, value in made.items() if value is not None}


def _seen(request, kind, own, elements):
    return may_see(request, "intake.record", reads.own_facts(own), reads.readable(kind, own), elements)
