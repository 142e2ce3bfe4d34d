"""Invites colleagues by a code told in person; lists them."""

import argparse
from typing import Any

from titip.cli.framework import refuse_other_version, start_django
from titip.cli.keys import take_passphrase, unlocked
from titip.cli.output import Exit, emit_json, fail, say, table
from titip.kit.home import find_home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    verbs = parser.add_subparsers(title="what to do", metavar="VERB", dest="verb", required=True)
    added = verbs.add_parser("add", help="add a colleague; prints the code of her invitation, once")
    again = verbs.add_parser("again", help="a new code for a colleague who has not come in yet; the one before works no longer")
    revoked = verbs.add_parser("revoke", help="take an invitation back")
    renewed = verbs.add_parser("renew", help="a lost phone or passphrase: close a colleague's sign-in and print a code to begin anew")
    left = verbs.add_parser("left", help="a colleague leaves: signed out everywhere, every role ended")
    listed = verbs.add_parser("list", help="list colleagues, their roles and open invitations")
    added.add_argument("username", help="small letters, digits, dots and dashes")
    added.add_argument("--name", required=True, help="her name, as colleagues see it")
    added.add_argument("--role", action="append", required=True, help="frontline, supervisor, custodian, …; may be given again")
    added.add_argument("--team", action="append", default=[], help="a team; made where it is new; may be given again")
    added.add_argument("--trained-on", metavar="DAY", help="when she completed the training for high-risk data, for example 31/12/2025")
    for verb in (again, revoked, renewed, left):
        verb.add_argument("username")
    for verb in (added, again, revoked, renewed, left):
        take_passphrase(verb)
    for verb in (added, again, revoked, renewed, left, listed):
        verb.add_argument("--json", action="store_true", help="one object on standard output")


def run(args: argparse.Namespace) -> int:
    """Do what the verb says."""
    home = find_home(args.home)
    if not home.has_data:
        fail(f"There is no organisation in {home.root}. Begin with 'titip init'.")
    start_django()
    refuse_other_version()
    if args.verb == "list":
        return _list(args)
    from titip.protect.actions.staff import CannotChangeStaff

    try:
        with unlocked(home, args):
            return {"add": _add, "again": _again, "revoke": _revoke, "renew": _renew, "left": _left}[args.verb](args)
    except CannotChangeStaff as error:
        fail(str(error))


def _add(args: argparse.Namespace) -> int:
    from titip.protect.actions import inviting, organisation

    teams = [organisation.add_team(name=name, actor_code="command") for name in args.team]
    staff, code = inviting.invite(
        username=args.username, name=args.name, roles=_roles(args.role), teams=teams, trained_on=_day(args.trained_on), actor_code="command"
    )
    return _tell_code(args, staff, code)


def _again(args: argparse.Namespace) -> int:
    from titip.protect.actions import inviting

    staff = _colleague(args.username)
    return _tell_code(args, staff, inviting.invite_again(staff=staff, actor_code="command"))


def _renew(args: argparse.Namespace) -> int:
    from titip.protect.actions.leaving import begin_again

    staff = _colleague(args.username)
    return _tell_code(args, staff, begin_again(staff=staff, actor_code="command"))


def _left(args: argparse.Namespace) -> int:
    from titip.protect.actions.leaving import leave

    staff = _colleague(args.username)
    leave(staff=staff, actor_code="command")
    if args.json:
        emit_json({"username": staff.username, "left": True})
    else:
        say(f"{staff.username} has left: signed out everywhere, every role ended. A supervisor hands her people over on the page Team.")
    return Exit.OK


def _revoke(args: argparse.Namespace) -> int:
    from titip.protect.actions import inviting

    staff = _colleague(args.username)
    inviting.revoke(staff=staff, actor_code="command")
    if args.json:
        emit_json({"username": staff.username, "revoked": True})
    else:
        say(f"The invitation of {staff.username} is taken back: its code works no longer.")
    return Exit.OK


def _list(args: argparse.Namespace) -> int:
    from titip.protect.reads.staff import colleagues

    rows: list[dict[str, Any]] = [
        {
            "username": one.username, "code": one.code, "roles": [role.role for role in one.roles], "second_factor": one.second_factor,
            "state": "active" if one.active else "invited" if one.invited_until else "invitation over" if one.waits else "left",
        }
        for one in colleagues()
    ]
    if args.json:
        emit_json({"colleagues": rows})
    elif rows:
        shown = [(row["username"], row["code"], ", ".join(row["roles"]), row["state"], "yes" if row["second_factor"] else "no") for row in rows]
        say(table(shown, ("user name", "code", "roles", "state", "second factor")))
    else:
        say("Nobody yet. Invite the first colleague with 'titip staff add', or begin with 'titip init'.")
    return Exit.OK


def _tell_code(args: argparse.Namespace, staff: Any, code: str) -> int:
    from titip.protect.actions.inviting import LIFE

    hours = int(LIFE.total_seconds() // 3600)
    if args.json:
        emit_json({"username": staff.username, "staff_code": staff.code, "invitation": code, "hours": hours})
        return Exit.OK
    say(f"Invited: {staff.username} ({staff.code})\n\n  Code: {code}\n")
    say(f"Tell it in person or by telephone, never by e-mail. It works once, for {hours} hours, on the sign-in page under “I was invited”.")
    return Exit.OK


def _colleague(username: str) -> Any:
    from titip.protect.reads.staff import by_username

    found = by_username(username)
    if found is None:
        fail(f"There is no colleague with the user name {username}. See 'titip staff list'.")
    return found


def _roles(names: list[str]) -> list[Any]:
    from titip.protect.rules.roles import Role

    if wrong := [name for name in names if name not in set(Role)]:
        fail(f"There is no role '{wrong[0]}'. Choose from: {', '.join(Role)}.")
    return [Role(name) for name in names]


def _day(text: str | None) -> Any:
    from titip.kit import clock
    from titip.kit.dates import BadDate, read_date

    if not text:
        return None
    try:
        day = read_date(text, today=clock.today())
    except BadDate:
        fail(f"--trained-on: '{text}' is no day. Write it like 31/12/2025.")
    return day if day <= clock.today() else fail("--trained-on: this day is still to come. Give it once the training is done.")
