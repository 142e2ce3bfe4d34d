"""The part of the dictionary that may be shown to anybody: no internal notes, nothing that endangers by being known to be asked."""

from dataclasses import replace
from typing import Any

from titip.dictionary.rules import expressions
from titip.dictionary.rules.codebook import Codebook, ElementEntry, FormEntry
from titip.dictionary.rules.types import Status

#: Words for those who ask: how, why, and where our declaration comes from.
_INSIDE = ("hint", "indirect_text", "why")
CONDITIONS = "…"


def public(book: Codebook) -> Codebook:
    """The book without retired and never-by-default elements, what is inside such a group, and without lists and rules that would tell of them."""
    hidden = {e.code for e in book.elements if e.never_by_default or e.status is Status.RETIRED}
    hidden |= {e.code for e in book.elements if e.inside in hidden}
    elements = tuple(_outside(e, hidden) for e in book.elements if e.code not in hidden)
    lists = {e.code_list for e in elements}
    forms = tuple(_placing(f, hidden) for f in book.forms)
    asked = {q for e in elements for q in e.questions}
    return replace(
        book, elements=elements, code_lists=tuple(c for c in book.code_lists if c.code in lists), forms=tuple(f for f in forms if f.placements),
        questions=tuple(q for q in book.questions if q.code in asked),
    )  # fmt: skip


def _placing(form: FormEntry, hidden: set[str]) -> FormEntry:
    return replace(form, instructions="", placements=tuple(p for p in form.placements if p.element not in hidden))


def _outside(entry: ElementEntry, hidden: set[str]) -> ElementEntry:
    texts = {language: {word: text for word, text in words.items() if word not in _INSIDE} for language, words in entry.texts.items()}
    held = {name: getattr(entry, name) for name in ("relevant", "constraint", "calculation")}
    rules: dict[str, Any] = {name: CONDITIONS if _names(rule) & hidden else rule for name, rule in held.items()}
    rules |= dict.fromkeys(_INSIDE, "")
    return replace(entry, texts=texts, source="", risk_confirmed=True, constraint_message="", **rules)


def _names(rule: str) -> frozenset[str]:
    try:
        return expressions.references(expressions.parse(rule)) if rule else frozenset()
    except expressions.BadExpression:
        return frozenset(word for word in rule.replace("${", " ").replace("}", " ").split())
