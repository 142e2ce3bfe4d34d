"""The verbs of ``titip keys`` that renew the keys and change who opens them; the running server does them where one runs."""

import argparse
import json
from pathlib import Path
from typing import Any

from titip.cli.framework import refuse_other_version, start_django
from titip.cli.output import Exit, Meter, complain, emit_json, fail, say
from titip.kit.home import Home

#: Address on the running server.
COMMAND = "/protect/keys/command"


def add_verbs(verbs: Any, take_passphrase: Any) -> None:
    """What may be chosen."""
    status = verbs.add_parser("status", help="how the keys stand: age, what is still to do, slots, what is erased, backups to delete")
    rotate = verbs.add_parser("rotate", help="a new key-encryption key and master key; everything is wrapped by it, the old one goes after 35 days")
    destroy = verbs.add_parser("destroy-old", help="destroy the old key now: backups taken before the renewal open no more")
    remove = verbs.add_parser("remove", help="take out a slot; asks for a passphrase that stays")
    recover = verbs.add_parser("recover", help="set a new passphrase with the code on the recovery sheet")
    two = verbs.add_parser("two", help="whether two people are needed to unlock")
    service = verbs.add_parser("service", help="let a server that must come up by itself open the keyring (refused by default)")
    remove.add_argument("slot", help="which, as 'titip keys slots' names it")
    remove.add_argument("--one-way-left", action="store_true", help="I want this although only one way in is left")
    recover.add_argument("--new-passphrase-file", metavar="FILE", help="read the new passphrase from the first line of FILE")
    recover.add_argument("--label", default="", help="whose passphrase it is, by duty, never by name")
    two.add_argument("answer", choices=["on", "off"], help="on: any two slots together; off: any one")
    service.add_argument("--out", metavar="FILE", required=True, help="where the secret goes: a file outside the organisation's folder, for its owner alone")
    for verb in (rotate, destroy, remove, recover, two, service):
        take_passphrase(verb)
    for verb in (status, rotate, destroy, remove, recover, two, service):
        verb.add_argument("--json", action="store_true", help="one object on standard output")


def status(home: Home, args: argparse.Namespace) -> int:
    """How the keys stand. Needs no passphrase."""
    _begin(home)
    from titip.protect.reads import renewing

    found = renewing.standing()
    if args.json:
        emit_json(renewing.as_plain(found))
        return Exit.OK
    for slot in found.slots:
        used = f"last used {slot.used:%Y-%m-%d}" if slot.used else "never used"
        say(f"{slot.code:24} {used:22} {slot.label}{'  (type its passphrase once: it is of the first format)' if slot.weak else ''}")
    say(f"\nKeys renewed {found.renewed:%Y-%m-%d}, next {found.next:%Y-%m-%d}. {found.total} data keys, {found.waiting} of them wrapped by an old key.")
    if found.old:
        say(f"Old keys kept for earlier backups: {len(found.old)}" + (f", destroyed on {found.old_goes_on:%Y-%m-%d}." if found.old_goes_on else "."))
    say(f"Erased for good: {found.erased}. What is erased today opens in no backup from {found.gone_from_backups:%Y-%m-%d} on.")
    if found.two:
        say("Two people are needed to unlock.")
    if found.copy_is_old:
        complain("The keyring was renewed since its last copy was taken: copy it anew, or take a backup that does.")
    if found.damaged_lines:
        complain(f"{found.damaged_lines} lines of the list of erasures cannot be read: keyring/erasures. Put a better copy beside your backups.")
    for name in found.late_backups:
        complain(f"Older than 35 days, delete it wherever it lies: {name}")
    return Exit.OK


def rotate(home: Home, args: argparse.Namespace) -> int:
    """Renew the keys."""
    from titip.cli.keys import unlocked

    if _by_server(home, {"verb": "rotate"}) is not None:
        return _tell(args, {"begun": True}, "Begun. The server wraps everything anew in the background; 'titip keys status' says how far it is.")
    with unlocked(home, args), Meter("Wrapping") as meter:
        from titip.protect.actions import renewing

        renewing.begin(actor_code="command")
        came = renewing.finish(actor_code="command", progress=meter.show)
    told = {"wrapped": came.wrapped, "unreadable": came.unreadable, "destroyed": came.destroyed}
    return _tell(args, told, f"Renewed: {came.wrapped} keys are wrapped by the new one. The old one goes in 35 days. Copy the keyring file anew.")


def destroy_old(home: Home, args: argparse.Namespace) -> int:
    """Destroy the old keys at once."""
    from titip.cli.keys import unlocked

    told = _by_server(home, {"verb": "destroy"})
    if told is None:
        with unlocked(home, args):
            from titip.protect.actions import renewing

            told = {"destroyed": renewing.destroy_at_once(actor_code="command")}
    sentence = f"Destroyed: {told['destroyed']}. Backups of before the renewal open no more; delete them, and earlier copies of the keyring."
    return _tell(args, {"destroyed": told["destroyed"]}, sentence)


def remove(home: Home, args: argparse.Namespace) -> int:
    """Take out a slot."""
    from titip.cli.keys import read_passphrase, running_server, unlocked

    if args.one_way_left:
        complain("One way in is left after this. When that passphrase is forgotten, everything is lost: nobody can help, we included.")
    asked = "A passphrase of a slot that stays: "
    if running_server(home) is not None:
        passphrase = read_passphrase(args.passphrase_file, asked=asked)
        _by_server(home, {"verb": "remove", "slot": args.slot, "passphrase": passphrase, "few_is_fine": args.one_way_left})
    else:
        with unlocked(home, args, asked=asked) as passphrase, Meter("Wrapping") as meter:
            from titip.protect.actions import renewing, slots

            slots.remove(slot=args.slot, passphrase=passphrase, actor_code="command", few_is_fine=args.one_way_left)
            renewing.finish(actor_code="command", progress=meter.show)
    sentence = f"Taken out: {args.slot}. The keys were renewed with it; copy the keyring file anew and destroy earlier copies."
    return _tell(args, {"removed": args.slot}, sentence)


def recover(home: Home, args: argparse.Namespace) -> int:
    """Set a new passphrase with the sheet."""
    from titip.cli.keys import read_passphrase, running_server

    code = read_passphrase(args.passphrase_file, asked="The code on the recovery sheet: ")
    new = read_passphrase(args.new_passphrase_file, asked="The new passphrase (15 characters or more): ", twice=True)
    _begin(home)
    from titip.protect import vault
    from titip.protect.actions import keys, slots

    alone = running_server(home) is None and not _needs_two()
    if alone:
        keys.unlock(passphrase=code, where="recover")
    try:
        slots.recover(code=code, new_passphrase=new, label=args.label or "recovered", actor_code="command")
    finally:
        vault.lock()
    return _tell(args, {"recovered": True}, "The new passphrase opens the keyring. Take out the lost one, and copy the keyring file anew.")


def _needs_two() -> bool:
    from django.conf import settings

    from titip.protect.vault import keyring

    return keyring.load(settings.HOME.keyring).two


def two(home: Home, args: argparse.Namespace) -> int:
    """Ask for two people, or no longer."""
    from titip.cli.keys import read_passphrase, running_server, unlocked

    on = args.answer == "on"
    if running_server(home) is not None:
        _by_server(home, {"verb": "two", "two": on, "passphrase": read_passphrase(args.passphrase_file)})
    else:
        with unlocked(home, args) as passphrase:
            from titip.protect.actions import slots

            slots.need_two(two=on, passphrase=passphrase, actor_code="command")
    cost = "From now on two slots together open the keyring, and no one alone. After a power cut two people must be reached, by night too."
    return _tell(args, {"two_needed": on}, cost if on else "Any one slot opens the keyring.")


def service(home: Home, args: argparse.Namespace) -> int:
    """Grant a service slot."""
    from titip.cli.keys import read_passphrase

    complain("Whoever takes this machine, or its disk, takes the file: then no passphrase protects the data. Take this only where the server must start alone.")
    passphrase = read_passphrase(args.passphrase_file)
    _begin(home)
    from titip.protect.actions import slots

    made = slots.grant_service(file=Path(args.out).expanduser(), passphrase=passphrase, actor_code="command")
    sentence = f"Granted: {made.code}. Start the server with TITIP_SERVICE_FILE={args.out}, or give the file to systemd as the credential titip-keyring."
    return _tell(args, {"slot": made.code, "file": args.out}, sentence)


VERBS = {
    "status": status, "rotate": rotate, "destroy-old": destroy_old, "remove": remove, "recover": recover, "two": two, "service": service,
}


def _begin(home: Home) -> None:
    if not home.has_data:
        fail(f"There is no organisation in {home.root}. Begin with 'titip init', or name its folder with --home.", Exit.WRONG_USE)
    start_django()
    refuse_other_version()


def _by_server(home: Home, told: dict[str, Any]) -> dict[str, Any] | None:
    """What the running server answers, or None where none runs. Ends the noun where it refuses."""
    from titip.cli.keys import ask, running_server

    server = running_server(home)
    if server is None:
        return None
    answer = ask(server, COMMAND, json.dumps(told), {"X-Titip-Control": str(server.get("token", ""))})
    if answer.get("done") is not True:
        fail(str(answer.get("message") or "The server did not take the command. Look at its window."), int(answer.get("exit_code", Exit.PROBLEMS)))
    return answer


def _tell(args: argparse.Namespace, told: dict[str, Any], sentence: str) -> int:
    if args.json:
        emit_json(told)
    else:
        say(sentence)
    return Exit.OK
