"""People of two organisations counted together without either seeing the other's tokens: `titip link blind` and `meet`."""

import argparse
import csv
import hashlib
import os
from pathlib import Path
from typing import Any

from titip.cli.link_without_names import read_sets, tell
from titip.cli.output import fail, progress, say, table
from titip.cli.placing import check_places, write_rows

ONCE, TWICE = ("type", "blinded_once"), ("type", "blinded_twice")
_HEX = 64


def blind(args: argparse.Namespace, begun: float) -> int:
    """Tokens become points blinded once; points that the other member blinded become points blinded twice."""
    from titip.quality.linkage import blinding

    source, out = Path(args.tokens), Path(args.out)
    check_places((args.tokens, args.secret), {"--out": args.out})
    header = _header(source)
    if header not in (("type", "token"), ONCE):
        fail(f"{source.name} is neither a token file ('titip link encode') nor one that the other member has blinded once ('titip link blind').")
    try:
        secret = _secret(Path(args.secret), source, again=header == ONCE)
        sets = read_sets(source, header)
        work = blinding.blind_again if header == ONCE else blinding.blind
        made = work(secret, sets, watch=lambda things: progress(things, label="blinding"))
    except (ValueError, blinding.PsiMissing) as problem:
        fail(f"{source.name}: {problem}" if isinstance(problem, ValueError) else str(problem))
    written = TWICE if header == ONCE else ONCE
    write_rows(args.out, written, ((kind, point) for kind, points in made.items() for point in points), private=True)
    if header != ONCE:
        _remember(Path(args.secret), out)
    told = {
        "method": "Diffie–Hellman on edwards25519 (libsodium)", "blinded": "twice" if header == ONCE else "once",
        "tokens": {kind: len(points) for kind, points in made.items()}, "out": args.out,
        "cautions": [
            "Send it back to the other member, and keep the secret." if header == ONCE
            else "Send this file to the other member, and keep the tokens and the secret.",
            "The other member sees how many tokens of each type there are.",
        ],
    }
    return tell(args, told, begun, args.out)


def meet(args: argparse.Namespace, begun: float) -> int:
    """How many tokens both have, from two files that both members have blinded."""
    from titip.quality.linkage.overlap import shared

    check_places(args.files, {"--out": args.out})
    for name in args.files:
        if _header(Path(name)) != TWICE:
            fail(f"{Path(name).name} has not been blinded by both members. Each blinds its own tokens and then the other's file ('titip link blind').")
    try:
        found = shared([read_sets(Path(name), TWICE) for name in args.files])
    except ValueError as error:
        fail(str(error))
    told = {
        "method": "Private set intersection (Diffie–Hellman), told as ranges; small counts withheld", "files": [Path(name).name for name in args.files],
        "overlap": [one.as_dict() for one in found],
        "cautions": [
            "Each type counts tokens, and a person may have several or none: read the types side by side, never added.",
            "Safe against members who keep to the protocol. One who adds chosen people can probe, and one who counts by another program sees exact "
            "numbers: agree on one exercise, one secret, and who counts.",
        ],
    }
    if not args.json:
        say(table([(one.type, one.words) for one in found], ("token", "in both files")))
    return tell(args, told, begun, args.out)


def _header(path: Path) -> tuple[str, ...]:
    if not path.is_file():
        fail(f"There is no file {path}.")
    with path.open(encoding="utf-8", newline="") as opened:
        try:
            return tuple(next(csv.reader(opened), ()))
        except UnicodeDecodeError:
            fail(f"{path.name} is not UTF-8 text. Make it again with 'titip link encode' or 'titip link blind'.")


def _secret(path: Path, source: Path, *, again: bool) -> bytes:
    """The member's own factor: made at the first blinding, needed at the second. A file that it has blinded itself is not blinded by it again."""
    from titip.quality.linkage import blinding

    if path.exists():
        lines = path.read_text(encoding="ascii").split()
        if not lines or len(lines[0]) != _HEX:
            fail(f"{path.name} is not a secret of 'titip link blind'. Name the file that the first blinding made, or a new one.")
        if again and hashlib.sha256(source.read_bytes()).hexdigest() in lines[1:]:
            fail(f"{source.name} is your own file. Blind the one that the other member sent you.")
        return bytes.fromhex(lines[0])
    if again:
        fail(f"There is no secret {path}. The second blinding needs the secret of the first: blind your own tokens before the other's.")
    made: Any = blinding.new_secret()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(made.hex() + "\n")
    return bytes(made)


def _remember(secret: Path, out: Path) -> None:
    """Beside the secret, which file it made: only as a hash."""
    with secret.open("a", encoding="ascii") as opened:
        opened.write(hashlib.sha256(out.read_bytes()).hexdigest() + "\n")
