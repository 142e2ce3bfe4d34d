"""Brings forms into the data dictionary, checks them, hands the dictionary out."""

import argparse
import time
from pathlib import Path
from typing import Any

from titip.cli.opening import organisation, passphrase
from titip.cli.output import Exit, complain, emit_json, fail, say
from titip.dictionary.rules.codebook import Codebook
from titip.dictionary.rules.findings import Finding, by_rule, counts
from titip.dictionary.rules.lint import TITLES, lint
from titip.kit.home import Home

#: Places of one rule that a person sees at once; ``--all`` and ``--json`` give every one.
SHOWN = 5
ACTOR = "command"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    verbs = parser.add_subparsers(title="what to do", metavar="VERB", dest="verb", required=True)
    brought = verbs.add_parser("import", help="bring an XLSForm into the dictionary and report what was found; a new form waits for its review")
    brought.add_argument("file", metavar="FILE", help="the form: .xlsx, .xls or .ods")
    brought.add_argument("--passphrase-file", metavar="FILE", help="read the keyring's passphrase from the first line of FILE (- for standard input)")
    checked = verbs.add_parser("lint", help="name what is wrong, weak or unsafe in an XLSForm, or in the organisation's dictionary")
    checked.add_argument("file", metavar="FILE", nargs="?", help="an XLSForm; needs no organisation (left out: the dictionary in force)")
    for verb in (brought, checked):
        verb.add_argument("--json", action="store_true", help="one object on standard output")
        verb.add_argument("--all", action="store_true", help="every place of every finding")
    again = verbs.add_parser("reseal", help="say which answers still stand open although their element is sealed by now, and seal them")
    again.add_argument("--apply", action="store_true", help="seal them, old versions too; without it nothing is changed")
    again.add_argument("--passphrase-file", metavar="FILE", help="read the keyring's passphrase from the first line of FILE (- for standard input)")
    again.add_argument("--json", action="store_true", help="one object on standard output")
    handed = verbs.add_parser("export", help="write the dictionary, or one form of it, to a file")
    handed.add_argument("--format", choices=["xlsform", "csv", "xlsx", "pdf", "html"], required=True,
                        help="xlsform: for KoboToolbox and ODK; csv, xlsx, pdf: the codebook; html: the codebook for the public")
    handed.add_argument("--out", metavar="FILE", required=True, help="the file to write")
    handed.add_argument("--form", metavar="CODE", default="", help="one form only (default: everything)")
    handed.add_argument("--validate", action="store_true", help="have pyxform read the XLSForm before it is written")


def run(args: argparse.Namespace) -> int:
    """Do what the verb says."""
    verbs = {"import": _import, "lint": _lint, "export": _export, "reseal": _reseal}
    return verbs[args.verb](args)


# --- import


def _import(args: argparse.Namespace) -> int:
    begun = time.perf_counter()
    data = _read(args.file)
    home = organisation(args.home)
    from titip.dictionary import actions, reads
    from titip.dictionary.rules.following import Circular
    from titip.dictionary.xlsform import NotAnXlsForm
    from titip.protect import vault

    ours = vault.is_locked()
    if ours:
        vault.unlock(passphrase(home, args))
    try:
        report = actions.import_xlsform(data=data, file_name=Path(args.file).name, actor_code=ACTOR, to_draft=True)
    except (NotAnXlsForm, Circular) as refused:
        fail(str(refused))
    finally:
        if ours:
            vault.lock()
    findings = [Finding.from_json(kept) for kept in report.findings]
    waits = report.form_code not in {form.code for form in reads.forms()}
    made: dict[str, Any] = {
        "file": report.file_name, "form": report.form_code, "elements": report.elements, "code_lists": report.code_lists, **report.changed,
        "waits": waits, "dictionary_version": report.version.number if report.version else None, "seconds": round(time.perf_counter() - begun, 2),
    }  # fmt: skip
    if args.json:
        emit_json({**made, "counts": counts(findings), "findings": [f.to_json() for f in findings]})
        return Exit.OK
    say(f"{made['elements']} elements and {made['code_lists']} lists of choices from {made['file']}, as the form '{made['form']}'.")
    say(f"{made['new']} new, {made['changed']} changed, {made['unchanged']} as before. Dictionary version {made['dictionary_version']}. {made['seconds']} s.")
    if waits:
        say("The form is new, so it waits in the draft. On the pages, under Dictionary → Questions: one writes its review of harm and benefit, another signs")
        say("it; then whoever keeps the dictionary publishes the draft. Until then nobody fills it in.")
    _show(findings, everything=args.all)
    return Exit.OK


# --- lint


def _lint(args: argparse.Namespace) -> int:
    findings = _findings_of_file(args.file) if args.file else lint(_book(args.home))
    counted = counts(findings)
    if args.json:
        emit_json({"file": args.file, "counts": counted, "findings": [f.to_json() for f in findings]})
    else:
        _show(findings, everything=args.all)
    return Exit.PROBLEMS if counted["error"] else Exit.OK


def _findings_of_file(file: str) -> list[Finding]:
    from titip.dictionary.xlsform import NotAnXlsForm, read

    try:
        reading = read(_read(file), Path(file).name)
    except NotAnXlsForm as refused:
        fail(str(refused))
    return list(dict.fromkeys([*reading.findings, *lint(reading.book, reading.where)]))


def _show(findings: list[Finding], *, everything: bool) -> None:
    counted = counts(findings)
    for rule, found in by_rule(findings).items():
        say(f"\n{found[0].level.value.upper()}  {TITLES.get(rule, rule)} ({rule}, {len(found)})")
        for finding in found if everything else found[:SHOWN]:
            say(f"  {finding.where}: {finding.message}")
        if not everything and len(found) > SHOWN:
            say(f"  … and {len(found) - SHOWN} more (--all)")
    say(f"\n{counted['error']} errors, {counted['warning']} warnings, {counted['note']} notes.")


# --- export


def _export(args: argparse.Namespace) -> int:
    book = _book(args.home)
    codes = [form.code for form in book.forms]
    if args.form and args.form not in codes:
        fail(f"There is no form '{args.form}'. The forms are: {', '.join(codes) or 'none yet'}.")
    if args.format != "xlsform":
        from titip.dictionary import actions, reads

        name = next((form.name for form in book.forms if form.code == args.form), "Data dictionary")
        data = actions.codebook_as(book.only(args.form) if args.form else book, args.format, reads.current(), name, str)
    else:
        from titip.dictionary.xlsform import write

        data = write(book, args.form)
        if args.validate:
            _validate(data)
    _note_export(args)
    Path(args.out).write_bytes(data)
    say(f"Wrote {args.out} ({len(data)} bytes).")
    return Exit.OK


def _validate(data: bytes) -> None:
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    try:
        convert(xlsform=data, validate=False, file_type=".xlsx")
    except PyXFormError as refused:
        fail(f"pyxform does not accept this form: {refused}", Exit.PROBLEMS)


def _note_export(args: argparse.Namespace) -> None:
    """Whoever can read this folder can read the dictionary, so no passphrase is asked; the log learns of it at the next unlock."""
    from titip.protect.actions import audit

    detail = {"format": args.format, "form": args.form}
    audit.note_while_locked(audit.NewEvent("dictionary.export", ACTOR, detail=detail))


# --- reseal


def _reseal(args: argparse.Namespace) -> int:
    """Preview, or do it with progress on the error output."""
    home = organisation(args.home)
    from titip.register import reads as register

    found = register.still_open()
    if args.apply and found.records:
        return _resealed(home, args, found.records)
    plain = {"records": found.records, "versions": found.versions, "answers": found.answers}
    if args.json:
        emit_json(plain)
        return Exit.OK
    if not found.records:
        say("No answer stands open whose element is sealed.")
        return Exit.OK
    say(f"{sum(found.answers.values())} answers in {found.versions} versions of {found.records} records stand open although their element is sealed by now:")
    for code, n in sorted(found.answers.items()):
        say(f"  {code}: {n}")
    say("Nothing was changed. Seal them with --apply. Backups made until now hold them open until they age out.")
    return Exit.OK


def _resealed(home: Home, args: argparse.Namespace, of: int) -> int:
    from titip.consent.reads import grounds_for
    from titip.protect import vault
    from titip.register import actions as register

    ours = vault.is_locked()
    if ours:
        vault.unlock(passphrase(home, args))
    try:
        made = register.reseal(actor_code=ACTOR, grounds=grounds_for, progress=lambda done: complain(f"{done} of {of}") if done % 500 == 0 else None)
    finally:
        if ours:
            vault.lock()
    if args.json:
        emit_json({"records": made.records, "answers": made.answers, "left": made.left, "without_basis": list(made.without_basis)})
        return Exit.OK
    say(f"{made.answers} answers sealed in {made.records} records. Backups made before hold them open until they age out.")
    if made.left:
        say(f"{made.left} answers stay open, because no basis covers them. Record a basis, or dispose of them: {', '.join(made.without_basis[:20])}.")
    return Exit.OK


# --- files, folders


def _read(file: str) -> bytes:
    path = Path(file)
    if not path.is_file():
        fail(f"There is no file {file}.")
    return path.read_bytes()


def _book(given: str | None) -> Codebook:
    """The dictionary in force."""
    organisation(given)
    from titip.dictionary import reads

    try:
        return reads.frozen_book()
    except reads.NoDictionary as none:
        fail(str(none))
