"""Imports an XLSForm: elements, code lists and a form, with a report of everything found (S17)."""

import hashlib
from dataclasses import replace

from django.db import transaction

from titip.dictionary import xlsform
from titip.dictionary.actions.drafting import put
from titip.dictionary.actions.freezing import freeze
from titip.dictionary.actions.starter import ensure_words
from titip.dictionary.actions.storing import store
from titip.dictionary.models import ImportReport
from titip.dictionary.reads.rows import latest_book
from titip.dictionary.rules.adopt import adopt
from titip.dictionary.rules.findings import Finding, counts
from titip.dictionary.rules.following import refuse_circles
from titip.dictionary.rules.lint import lint
from titip.protect.actions import audit


@transaction.atomic
def import_xlsform(*, data: bytes, file_name: str, actor_code: str, to_draft: bool = False) -> ImportReport:
    """Import the form in ``data`` and freeze the dictionary. Raises xlsform.NotAnXlsForm, and following.Circular where
    elements would be calculated from each other; nothing changes then.

    ``to_draft``: a form that is new waits in the draft, because a new collection goes live with a signed review of harm and benefit.
    Importing the same file again changes nothing and makes no new version; the report says so.
    """
    reading = xlsform.read(data, file_name)
    findings = [*reading.findings, *lint(reading.book, reading.where)]
    ensure_words()
    adopted = adopt(reading.book, latest_book(), named_lists=reading.named_lists, where=reading.where)
    findings += adopted.findings
    form = adopted.book.forms[0]
    waits = to_draft and latest_book().form(form.code) is None
    changes = store(replace(adopted.book, forms=()) if waits else adopted.book)
    refuse_circles(latest_book())
    version = freeze(note=f"{form.name}: {file_name}", actor_code=actor_code)
    if waits:
        put(entries=[("forms", form.code, form)], what="new", thing=form.name, actor_code=actor_code)
    report = ImportReport.objects.create(
        file_name=file_name[:255],
        sha256=hashlib.sha256(data).hexdigest(),
        form_code=form.code,
        made_by=actor_code,
        elements=len(adopted.book.elements),
        code_lists=len(adopted.book.code_lists),
        changed=vars(changes),
        findings=[finding.to_json() for finding in _once(findings)],
        version=version,
    )
    detail = {"report": report.pk, "file_sha256": report.sha256, "elements": report.elements, **vars(changes), **counts(findings)}
    audit.record(kind="dictionary.import", actor_code=actor_code, subjects=[("dictionary_version", version.number)], detail=detail)
    return report


def _once(findings: list[Finding]) -> list[Finding]:
    return list(dict.fromkeys(findings))
