"""Sets up a real organisation, step by step; begun again it goes on where it stopped."""

import argparse
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from titip.cli.framework import prepare, start_django
from titip.cli.keys import read_passphrase, take_passphrase
from titip.cli.output import Exit, emit_json, fail, say
from titip.cli.serve import only_server
from titip.kit.home import Home, find_home

_ALL = "all"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen; what is not given is asked for on a terminal."""
    take_passphrase(parser)
    parser.add_argument("--name", help="the organisation's name")
    parser.add_argument("--country", help="its country by two letters, for example KH")
    parser.add_argument("--time-zone", help="for example Asia/Phnom_Penh (default: the capital's)")
    parser.add_argument("--language", action="append", metavar="CODE", help="a language spoken here, for example km; may be given again")
    parser.add_argument("--question", action="append", metavar="CODE", help="a question to answer (or 'all'); may be given again")
    parser.add_argument("--sheet", metavar="FILE", help="write the recovery sheet there as PDF; print it, confirm it with 'titip keys confirm', remove it")
    parser.add_argument("--admin-username", metavar="NAME", help="user name of the first administrator")
    parser.add_argument("--admin-name", metavar="NAME", help="her name, as colleagues see it")
    parser.add_argument("--admin-passphrase-file", metavar="FILE", help="read her passphrase from the first line of FILE (- for standard input)")
    parser.add_argument("--json", action="store_true", help="one object on standard output")


def run(args: argparse.Namespace) -> int:
    """Take each step that is left."""
    home = find_home(args.home).make()
    with only_server(home):
        start_django()
        prepare()
        _refuse_another(home, args)
        from titip.govern.reads.first_day import steps_left
        from titip.protect import vault

        left = steps_left()
        try:
            told = _take(home, args, left) if left else {}
        finally:
            vault.lock()
        still = steps_left()
    if args.json:
        emit_json({"home": home.root, "done": [step for step in left if step not in still], "left": list(still), **told})
    else:
        _finish(home, still, fresh=bool(left))
    return Exit.OK


def _refuse_another(home: Home, args: argparse.Namespace) -> None:
    """Nothing that stands is overwritten: neither a practice folder nor another organisation."""
    from titip.protect.reads.staff import organisation
    from titip.protect.vault import keyring

    if home.keyring.exists() and keyring.load(home.keyring).practice:
        fail(f"{home.root} is a practice folder. A real organisation needs a folder of its own: choose one with --home.", Exit.WRONG_USE)
    found = organisation()
    for field, given in (("name", args.name), ("country", args.country)):
        if found is not None and given and given.casefold() != str(getattr(found, field)).casefold():
            fail(f"{home.root} belongs to another organisation already. Nothing was overwritten; choose another folder with --home.", Exit.WRONG_USE)


def _take(home: Home, args: argparse.Namespace, left: Any) -> dict[str, Any]:
    from titip.govern.rules.first_day import Step

    passphrase = _open(home, args, new=Step.KEYRING in left)
    told: dict[str, Any] = {}
    if Step.ORGANISATION in left:
        _organisation(args)
    if Step.QUESTIONS in left:
        _questions(args)
    if Step.SHEET in left:
        told |= _sheet(home, args, passphrase)
    if Step.ADMINISTRATOR in left:
        _administrator(args)
    return told


def _open(home: Home, args: argparse.Namespace, *, new: bool) -> str:
    """The keyring made, or opened again; this process then holds the keys."""
    from titip.govern.rules.first_day import LAW
    from titip.protect.actions import keys

    if new:
        _say(args, f"1. The keyring. Its passphrase opens everything; two people on duty should know one.\n   {LAW}")
        passphrase = read_passphrase(args.passphrase_file, asked="Choose a passphrase (15 characters or more; four unrelated words are best): ", twice=True)
        keys.init(passphrase=passphrase, practice=False, with_sheet=False)
    else:
        passphrase = read_passphrase(args.passphrase_file, asked="This organisation is partly set up. A passphrase of its keyring: ")
    keys.unlock(passphrase=passphrase, where="command")
    return passphrase


def _organisation(args: argparse.Namespace) -> None:
    from titip.govern.rules.first_day import COUNTRIES, LANGUAGES, languages
    from titip.protect.actions import organisation

    _say(args, "\n2. The organisation.")
    asked = {"name": ("Name: ", "--name"), "country": (f"Country ({_listed(COUNTRIES)}): ", "--country")}
    told = {field: getattr(args, field) or _ask(*question) for field, question in asked.items()}
    spoken = args.language or _ask_list(f"Languages spoken with people, by code ({_listed(LANGUAGES)}): ")
    while True:
        try:
            organisation.set_up(
                name=told["name"], country=told["country"].strip().upper(), time_zone=args.time_zone or "", languages=languages(spoken), actor_code="command",
            )
            return
        except organisation.BadOrganisation as error:
            if getattr(args, error.field) or not sys.stdin.isatty():
                fail(f"--{error.field.replace('_', '-')}: {error} Run 'titip init' again; what stands is kept.")
            say(f"   {error}")
            told[error.field] = _ask(*asked[error.field])  # the rest of what was typed stands


def _questions(args: argparse.Namespace) -> None:
    from titip.dictionary import actions as dictionary
    from titip.dictionary.rules.choosing import choices
    from titip.dictionary.rules.starter import starter

    offered = {question.code: (question, count) for question, count in choices(starter())}
    wanted = args.question
    if wanted is None and not sys.stdin.isatty():
        fail(f"Say which questions to answer with --question: {', '.join(offered)}, or all. What answers none of them is asked of nobody.")
    if wanted is None:
        say("\n3. The questions you want to answer. What answers none of them is asked of nobody. Help, safe contact, finding and case steps are always in.")
        wanted = [code for code, (question, count) in offered.items() if _yes(f"   {question.text} ({count} more elements) [y/n] ")]
    wanted = list(offered) if _ALL in wanted else wanted
    if unknown := set(wanted) - set(offered):
        fail(f"There is no question '{sorted(unknown)[0]}'. Choose from: {', '.join(offered)}, or all.")
    version = dictionary.load_starter(actor_code="command", questions=wanted)
    _say(args, f"   The starter dictionary is in force: {len(version.content['elements'])} elements.")


def _sheet(home: Home, args: argparse.Namespace, passphrase: str) -> dict[str, Any]:
    """Print the recovery sheet and have one group typed back; in a script it is written, to be confirmed later."""
    from titip.protect.actions import keys

    if not args.sheet and not sys.stdin.isatty():
        return {"sheet": None}  # readiness keeps asking for it
    code = keys.new_sheet(passphrase=passphrase, actor_code="command")
    place = Path(args.sheet) if args.sheet else home.run / "recovery-sheet.pdf"
    write_sheet(place, code)
    if not sys.stdin.isatty():
        return {"sheet": place}
    say(f"\n4. The recovery sheet: {place}\n   Print it now, then come back. It is one page; the file is removed once you have typed back a part of it.")
    confirm_on_paper(code)
    place.unlink(missing_ok=True)
    say("   Confirmed. The file is removed: the paper is the only copy.")
    return {"sheet": "confirmed"}


def write_sheet(place: Path, code: str) -> None:
    """Write the sheet as a PDF that its owner alone may read. Refuses to write over anything."""
    import os

    from titip.kit import clock
    from titip.present.report import recovery_sheet
    from titip.protect import vault
    from titip.protect.reads.staff import organisation
    from titip.protect.vault import keyring

    found = organisation()
    ring = keyring.load(find_home().keyring)
    sheet = recovery_sheet.Sheet(found.name if found else "", code, clock.today(), ring.organisation[:8], practice=vault.is_practice())
    drawn = recovery_sheet.compose(sheet)
    place.unlink(missing_ok=True) if place.parent.name == "run" else None
    try:
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            target.write(drawn)
    except FileExistsError:
        fail(f"{place} is there already. Name another file with --sheet.")


def confirm_on_paper(code: str) -> None:
    """Ask for one group of the printed sheet until it is right, then keep the proof."""
    from titip.present.report.recovery_sheet import GROUPS, group
    from titip.protect.actions import keys
    from titip.protect.vault.recovery import plain

    number = 1 + secrets.randbelow(GROUPS)
    while plain(_ask(f"   Type group {number} of the printed sheet: ", "a terminal")) != group(code, number):
        say("   That is not what stands there. Look again; group 1 is the first in the upper row.")
    keys.confirm_sheet(code=code, actor_code="command")


def _administrator(args: argparse.Namespace) -> None:
    from titip.protect.actions.staff import CannotChangeStaff, add_staff
    from titip.protect.rules.roles import Role

    _say(args, "\n5. The first administrator: invites colleagues and sees no case.")
    name = args.admin_name or _ask("Her name: ", "--admin-name")
    username = args.admin_username or _ask("User name (small letters, digits, dots, dashes): ", "--admin-username")
    passphrase = read_passphrase(args.admin_passphrase_file, asked="Her own passphrase (another than the keyring's): ", twice=True)
    try:
        add_staff(username=username, name=name, roles=[Role.ADMINISTRATOR], passphrase=passphrase, actor_code="command")
    except CannotChangeStaff as error:
        fail(f"{error} Run 'titip init' again; what stands is kept.")


def _finish(home: Home, still: Any, *, fresh: bool) -> None:
    if not fresh:
        say(f"Everything of the first day stands already in {home.root}; nothing was changed.")
    elif still:
        say(f"\nStill to do: {', '.join(still)}. Run 'titip init' again, or do it on the pages.")
    else:
        say(f"\nThe organisation stands in {home.root}. Next: 'titip serve'; unlock; sign in and set up the second factor;")
        say("invite colleagues ('titip staff add' or the page Colleagues); then the page Readiness, before anything of high risk is kept.")


# --- asking


def _say(args: argparse.Namespace, sentence: str) -> None:
    if not args.json:
        say(sentence)


def _ask(question: str, option: str) -> str:
    if not sys.stdin.isatty():
        fail(f"{question.strip(' :')} is not given. Give {option}.")
    while not (answer := input(question).strip()):
        pass
    return answer


def _ask_list(question: str) -> list[str]:
    return input(question).replace(",", " ").split() if sys.stdin.isatty() else []


def _listed(named: Mapping[str, str]) -> str:
    return ", ".join(f"{code} {name}" for code, name in named.items())


def _yes(question: str) -> bool:
    while (answer := input(question).strip().lower()[:1]) not in ("y", "n"):
        pass
    return answer == "y"
