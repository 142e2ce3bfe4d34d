"""Makes the keyring; unlocks and locks the server."""

import argparse
import getpass
import http.client
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from titip.cli import keys_change
from titip.cli.framework import prepare, refuse_other_version, start_django
from titip.cli.output import CommandError, Exit, complain, emit_json, fail, say
from titip.cli.serve import only_server, running_file
from titip.kit.home import Home, find_home

#: Addresses on the running server; asking it needs nothing of the web application here.
UNLOCK, LOCK = "/protect/unlock", "/protect/lock"
#: Exit codes of what the server answers, where it is not "locked, or no key".
_CODES = {"DamagedKeyring": Exit.DAMAGED, "ExposedKeyring": Exit.REFUSED, "BadRequest": Exit.WRONG_USE}
SECOND = "The passphrase of the second person: "
_LAW = "Encryption is restricted by law in some countries. Where you are not sure, ask counsel before real data are kept; there is no mode without it."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    verbs = parser.add_subparsers(title="what to do", metavar="VERB", dest="verb", required=True)
    made = verbs.add_parser("init", help="make the keyring of a new organisation; prints the recovery code, once")
    opened = verbs.add_parser("unlock", help="unlock the running server; where none runs, try the passphrase")
    closed = verbs.add_parser("lock", help="lock the running server")
    added = verbs.add_parser("add", help="let one more passphrase open the keyring (five slots in all)")
    sheet = verbs.add_parser("sheet", help="print a new recovery sheet; the code of an earlier one opens nothing any more")
    confirmed = verbs.add_parser("confirm", help="type in the code of the printed sheet: proves that it lies on paper and opens the keyring")
    listed = verbs.add_parser("slots", help="list the slots of the keyring")
    swept = verbs.add_parser("sweep", help="remove sealed values that nothing names (a save that was broken off) and expired drafts")
    keys_change.add_verbs(verbs, take_passphrase)
    for verb in (made, opened, added, sheet, confirmed):
        take_passphrase(verb)
    sheet.add_argument("--out", metavar="FILE", default="recovery-sheet.pdf", help="where the PDF goes (default recovery-sheet.pdf); remove it after printing")
    added.add_argument("--new-passphrase-file", metavar="FILE", help="read the new passphrase from the first line of FILE")
    for verb in (made, added):
        verb.add_argument("--label", default="", help="whose passphrase it is, by duty (“night duty”), never by name")
    for verb in (made, opened, closed, added, sheet, confirmed, listed, swept):
        verb.add_argument("--json", action="store_true", help="one object on standard output")


def run(args: argparse.Namespace) -> int:
    """Do what the verb says."""
    home = find_home(args.home)
    verbs = {
        "init": _init, "unlock": _unlock, "lock": _lock, "add": _add, "sheet": _sheet, "confirm": _confirm, "slots": _slots, "sweep": _sweep,
        **keys_change.VERBS,
    }
    return verbs[args.verb](home, args)


# --- passphrases


def take_passphrase(parser: argparse.ArgumentParser) -> None:
    """Where a passphrase may come from. Never an argument or the environment: others on the machine see those."""
    parser.add_argument("--passphrase-file", metavar="FILE", help="read the passphrase from the first line of FILE (- for standard input)")


def read_passphrase(file: str | None, *, asked: str = "Passphrase: ", twice: bool = False) -> str:
    """From the file, else from the terminal unseen, else the next line of standard input. Ends the noun where there is none."""
    if file and file != "-":
        with Path(file).open(encoding="utf-8") as source:
            typed = source.readline()
    elif file == "-" or not sys.stdin.isatty():
        typed = sys.stdin.readline()
    else:
        typed = getpass.getpass(asked)
        if twice and getpass.getpass("The same again: ") != typed:
            fail("The two are not the same. Nothing was changed; run the command again.", Exit.WRONG_USE)
    typed = typed.rstrip("\r\n")
    if not typed.strip():
        fail("No passphrase was given. Type it when asked, or name a file with --passphrase-file.", Exit.WRONG_USE)
    return typed


# --- verbs


def _init(home: Home, args: argparse.Namespace) -> int:
    if home.keyring.exists():
        fail(f"There is a keyring already: {home.keyring}. It is never overwritten: everything sealed with it would be lost.", Exit.WRONG_USE)
    passphrase = read_passphrase(args.passphrase_file, asked="Choose a passphrase (15 characters or more; four unrelated words are best): ", twice=True)
    home.make()
    start_django()
    prepare()
    from titip.protect.actions import keys

    code = keys.init(passphrase=passphrase, practice=False, label=args.label or "first")
    if args.json:
        emit_json({"keyring": home.keyring, "recovery_code": code})
        return Exit.OK
    say(f"The keyring is made: {home.keyring}")
    say(f"\nRecovery code: {code}\n")
    say("Write it on paper now: it is shown this once. It opens everything when the passphrase is lost; keep it under lock, elsewhere.")
    say("Keep a copy of the keyring file away from the backups of the databases. Without keyring and passphrase nobody opens the data, we included.")
    say(_LAW)
    return Exit.OK


def _unlock(home: Home, args: argparse.Namespace) -> int:
    passphrase = read_passphrase(args.passphrase_file)
    server = running_server(home)
    if server is None:
        return _try(passphrase, args)
    answer = ask(server, UNLOCK, json.dumps({"passphrase": passphrase}), {})
    if answer.get("locked", True):
        return _refused(answer)
    _tell(args, {"locked": False, "server": server["url"]}, f"The server at {server['url']} is unlocked.")
    return Exit.OK


def _try(passphrase: str, args: argparse.Namespace) -> int:
    """No server runs: say whether the passphrase would open it. The drill of a recovery sheet ends here."""
    start_django()
    from django.conf import settings

    from titip.protect.vault import keyring

    ring = keyring.load(settings.HOME.keyring)
    half = keyring.open_slot(ring, passphrase)
    slot = half.slot.code
    if not ring.two:
        keyring.open_with(ring, [half]).wipe()
    sentence = f"It opens {'its half of ' if ring.two else ''}the keyring ({slot}). No server runs over this folder, so nothing was unlocked."
    _tell(args, {"locked": True, "opens": True, "slot": slot, "server": None}, sentence)
    return Exit.OK


def _lock(home: Home, args: argparse.Namespace) -> int:
    server = running_server(home)
    if server is None:
        _tell(args, {"locked": True, "server": None}, "No server runs over this folder: there is nothing to lock.")
        return Exit.OK
    answer = ask(server, LOCK, "", {"X-Titip-Control": str(server.get("token", ""))})
    if not answer.get("locked"):
        return _refused(answer)
    _tell(args, {"locked": True, "server": server["url"]}, f"The server at {server['url']} is locked.")
    return Exit.OK


def _add(home: Home, args: argparse.Namespace) -> int:
    old = read_passphrase(args.passphrase_file, asked="A passphrase (or recovery code) that opens the keyring now: ")
    new = read_passphrase(args.new_passphrase_file, asked="The new passphrase (15 characters or more): ", twice=True)
    start_django()
    from titip.protect.actions import keys

    keys.add_slot(passphrase=old, new_passphrase=new, label=args.label or "further")
    _tell(args, {"added": True}, "One more passphrase opens the keyring. Copy the keyring file anew: the old copy does not know it.")
    return Exit.OK


def _sheet(home: Home, args: argparse.Namespace) -> int:
    from titip.cli.init import confirm_on_paper, write_sheet

    place = Path(args.out)
    if place.exists():
        fail(f"{place} is there already. Name another file with --out.")
    with unlocked(home, args) as passphrase:
        from titip.protect.actions import keys

        code = keys.new_sheet(passphrase=passphrase, actor_code="command")
        write_sheet(place, code)
        if sys.stdin.isatty():
            say(f"The sheet: {place}. Print it now, then come back; the file is removed once you have typed back a part of it.")
            confirm_on_paper(code)
            place.unlink(missing_ok=True)
    waits = f"The sheet: {place}. Print it, confirm it with 'titip keys confirm', remove it."
    sentence = waits if place.exists() else "Confirmed: the paper is the only copy."
    _tell(args, {"sheet": place if place.exists() else None}, sentence)
    return Exit.OK


def _confirm(home: Home, args: argparse.Namespace) -> int:
    with unlocked(home, args, asked="The code on the paper: ") as code:
        from titip.protect.actions import keys

        keys.confirm_sheet(code=code, actor_code="command")
    _tell(args, {"confirmed": True}, "The sheet opens the keyring. Keep it under lock, in another building, and try it twice a year.")
    return Exit.OK


@contextmanager
def unlocked(home: Home, args: argparse.Namespace, *, asked: str = "A passphrase of the keyring: ") -> Iterator[str]:
    """This process holds the keys meanwhile; a server that runs over the same folder is not touched. Gives the passphrase;
    ``args.second`` is then the second person's, empty where one is enough."""
    if not home.has_data:
        fail(f"There is no organisation in {home.root}. Begin with 'titip init', or name its folder with --home.")
    start_django()
    refuse_other_version()
    from titip.protect import vault

    passphrase = read_passphrase(args.passphrase_file, asked=asked)
    args.second = unlock_with(passphrase)
    try:
        yield passphrase
    finally:
        vault.lock()


def unlock_with(passphrase: str, where: str = "command") -> str:
    """Unlock this process; where two people are needed, ask for the second as well, and return hers."""
    from titip.protect import vault
    from titip.protect.actions import keys

    try:
        keys.unlock(passphrase=passphrase, where=where)
    except vault.SecondNeeded:
        second = read_passphrase(None, asked=SECOND)
        keys.unlock(passphrase=second, where=where)
        return second
    return ""


def _slots(home: Home, args: argparse.Namespace) -> int:
    start_django()
    from django.conf import settings

    from titip.protect.vault import keyring

    ring = keyring.load(settings.HOME.keyring)
    shown = [{"slot": f"{slot.kind}-{slot.id[:8]}", "label": slot.label, "made": slot.created[:10]} for slot in ring.slots]
    if args.json:
        emit_json({"organisation": ring.organisation, "practice": ring.practice, "slots": shown})
    else:
        for slot in shown:
            say(f"{slot['slot']:24} {slot['made']}  {slot['label']}")
    return Exit.OK


def _sweep(home: Home, args: argparse.Namespace) -> int:
    if not home.has_data:
        fail(f"There is no organisation in {home.root}. Name its folder with --home.", Exit.WRONG_USE)
    start_django()
    from titip.protect.actions import sweeping

    removed = sweeping.sweep(rooms=rooms_that_seal(), actor_code="command")
    _tell(args, {"removed": removed}, f"Removed {removed} sealed values that nothing names.")
    return Exit.OK


def rooms_that_seal() -> list[Callable[[Iterable[UUID]], set[UUID]]]:
    """Each room's answer to: which of these vault rows do you name? One left out would lose its sealed values."""
    from titip.protect.rules.sealing import SEALERS

    return SEALERS.all()


# --- the running server


def running_server(home: Home) -> dict[str, Any] | None:
    """What the server over this folder told of itself, or None. A server holds its lock file: another program on its old port is not one."""
    if not home.run.is_dir():
        return None
    try:
        with only_server(home):
            return None
    except CommandError:
        pass
    try:
        told = json.loads(running_file(home).read_text(encoding="utf-8"))
        return told if isinstance(told["port"], int) else None
    except (OSError, ValueError, KeyError, TypeError):
        fail("A server is starting over this folder. Try again in a moment.", Exit.PROBLEMS)


def ask(server: dict[str, Any], path: str, body: str, headers: dict[str, str]) -> dict[str, Any]:
    """Post to the server on this machine and return its JSON object."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1", "localhost": "127.0.0.1"}.get(server["host"], server["host"])  # noqa: S104 - only compared
    connection = http.client.HTTPConnection(host, server["port"], timeout=60)
    try:
        sent = {"Host": "localhost", "Content-Type": "application/json", "Accept": "application/json", **headers}
        connection.request("POST", path, body.encode(), sent)
        raw = connection.getresponse().read(100_000)
    except OSError as error:
        fail(f"The server does not answer ({error.strerror or error}). Look at its window, or start it again.", Exit.PROBLEMS)
    finally:
        connection.close()
    try:
        answer = json.loads(raw)
    except ValueError:
        answer = None
    return answer if isinstance(answer, dict) else {}


def _refused(answer: dict[str, Any]) -> int:
    complain(str(answer.get("message") or "The server did not take the command. Look at its window."))
    return _CODES.get(str(answer["error"]), Exit.LOCKED) if "error" in answer else Exit.PROBLEMS


def _tell(args: argparse.Namespace, told: dict[str, Any], sentence: str) -> None:
    if args.json:
        emit_json(told)
    else:
        say(sentence)
