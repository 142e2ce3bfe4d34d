"""Pages for reading the dictionary: its elements, one element, its forms, a form as it will look, what the linter says."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from titip.dictionary import reads
from titip.dictionary.rules.codebook import Codebook
from titip.dictionary.rules.declared import Declared
from titip.dictionary.rules.findings import Finding, by_rule, counts
from titip.dictionary.rules.lint import TITLES, lint
from titip.dictionary.rules.plain_rules import in_words
from titip.dictionary.views import words
from titip.dictionary.views.previewing import previewed
from titip.protect.gate import StaffRequest, may, page


def shown(declared: Declared) -> dict[str, Any]:
    """One element for a list."""
    return {
        "declared": declared,
        "type": words.TYPES[declared.type],
        "risk": words.RISKS[declared.risk],
        "colour": words.RISK_COLOURS[declared.risk],
    }


def grouped(findings: list[Finding], book: Codebook | None = None) -> list[dict[str, Any]]:
    """Findings under headings, the weightiest first, each with its cure and with the element, list or form that it is about."""
    book = book or Codebook()
    elements, lists, forms = {e.code: e.label for e in book.elements}, {c.code for c in book.code_lists}, {f.code for f in book.forms}

    def about(finding: Finding) -> dict[str, Any]:
        head = finding.where.partition(":")[0]
        kind = "element" if head in elements else "list" if head in lists else "form" if head in forms else ""
        return {"message": finding.message, "where": finding.where, "kind": kind, "code": head, "label": elements.get(head, head)}

    return [
        {
            "rule": rule, "title": _(TITLES.get(rule, rule)), "level": words.LEVELS[found[0].level], "colour": words.LEVEL_COLOURS[found[0].level],
            "findings": [about(f) for f in found], "cure": words.CURES.get(rule, ""),
        }
        for rule, found in by_rule(findings).items()
    ]  # fmt: skip


def _groups(form_code: str) -> list[tuple[str, list[dict[str, Any]]]]:
    """The elements of one form by section, or all by record type."""
    if form_code:
        spec = reads.form_spec(form_code)
        return [(section.title or spec.name, [shown(d) for d in section.elements]) for section in spec.sections]
    return [(kind.name, [shown(d) for d in reads.declared(kind.code).values()]) for kind in reads.record_types()]


@page("dictionary.read")
def elements(request: StaffRequest) -> HttpResponse:
    """All elements, or those of one form."""
    version = reads.current()
    form_code = request.GET.get("form", "")
    try:
        groups = _groups(form_code) if version else []
    except KeyError:
        raise Http404 from None
    questions = {q.code: q.text for q in reads.questions()}
    for _title, items in groups:
        for item in items:
            item["answers"] = [questions[code] for code in item["declared"].answers if code in questions]
    context = {
        "version": version, "groups": [g for g in groups if g[1]], "forms": reads.forms(), "form_code": form_code,
        "may_import": may(request, "dictionary.import"),
        "may_approve": may(request, "dictionary.approve"), "draft": reads.open_draft(), "total": sum(len(items) for _title, items in groups),
    }  # fmt: skip
    return render(request, "dictionary/elements.html", context)


@page("dictionary.read")
def element(request: StaffRequest, code: str) -> HttpResponse:
    """Everything declared of one element."""
    book = _book()
    entry = book.element(code)
    if entry is None:
        raise Http404
    declared = reads.declared(entry.record_type, reads.current())[code]
    names = {p.code: p.name for p in book.purposes}
    questions = {q.code: q.text for q in book.questions}
    context = {
        **shown(declared), "entry": entry, "identifier": words.IDENTIFIERS.get(entry.identifier, ""),
        "missing": [words.MISSING[m] for m in entry.missing_codes if m in words.MISSING], "purposes": [names[p] for p in entry.purposes],
        "answers": [questions[q] for q in entry.questions], "forms": [f for f in book.forms if any(p.element == code for p in f.placements)],
        "record_type": next((r.name for r in book.record_types if r.code == entry.record_type), entry.record_type),
        "findings": [f for f in lint(book) if f.where == code], "may_edit": may(request, "dictionary.edit"),
        "rule_words": in_words(declared.relevant, book, _, get_language() or "en"),
    }  # fmt: skip
    return render(request, "dictionary/element.html", context)


def _book() -> Codebook:
    if reads.current() is None:
        raise Http404
    return reads.frozen_book()


@page("dictionary.read")
def forms(request: StaffRequest) -> HttpResponse:
    """The forms in use."""
    names = {r.code: r.name for r in reads.record_types()}
    listed = [{"form": f, "record_type": names.get(f.record_type, f.record_type), "elements": len(f.placements)} for f in reads.forms()]
    context = {"forms": listed, "may_import": may(request, "dictionary.import"), "may_edit": may(request, "dictionary.edit")}
    return render(request, "dictionary/forms.html", context)


@page("dictionary.read")
def preview(request: StaffRequest, code: str) -> HttpResponse:
    """A form as it will look. What is typed here goes nowhere."""
    _book()
    try:
        spec = reads.form_spec(code)
    except KeyError:
        raise Http404 from None
    return previewed(request, spec)


@page("dictionary.read")
def check(request: StaffRequest) -> HttpResponse:
    """What the linter says: of the draft to those who keep the dictionary, where there is one, else of the dictionary in force."""
    may_edit = may(request, "dictionary.edit")
    drafted = may_edit and reads.open_draft() is not None
    book = reads.draft_book() if drafted else _book()
    findings = lint(book)
    context = {"groups": grouped(findings, book), "counts": counts(findings), "version": reads.current(), "may_edit": may_edit, "drafted": drafted}
    return render(request, "dictionary/check.html", context)
