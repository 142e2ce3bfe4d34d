"""People of several organisations counted together without names: `titip link key`, `encode` and `overlap`."""

import argparse
import csv
import json
import os
import time
from pathlib import Path
from typing import Any

from titip import __version__
from titip.cli.link import read_columns, read_spec
from titip.cli.output import Exit, emit_json, fail, progress, say, table
from titip.cli.placing import check_place, check_places, write_rows, write_text

#: Files made with two keys have nothing in common, and look as if they shared nobody.
SAME_KEY = "No type has 11 or more in common. Were all files made with the same key, and with specs that compare the same things?"


def encode(args: argparse.Namespace, begun: float) -> int:
    from titip.quality.linkage import tokens

    if args.codes == "hardened":
        from titip.cli import link_hardened

        return link_hardened.encode(args, begun)
    if args.rows:
        fail("--rows goes with --codes hardened: tokens stand for values, and not for rows.")
    check_places((args.file, args.spec, args.key), {"--out": args.out}, rows=("--out",))
    key = held_key(Path(args.key))
    spec = read_spec(args, args.file)
    columns = read_columns(args, args.file, spec)
    found: set[tuple[str, str]] = set()
    total = len(next(iter(columns.values())))
    for row in progress(tokens.rows(spec, columns), label="encoding", total=total):
        found |= {(value[0], f"{tokens.token(key, value):016x}") for value in tokens.values(row)}
    if not found:
        fail("No row holds enough to make a token. The spec must compare a name with a birth year, a birth date with the sex, or a telephone.")
    write_rows(args.out, ("type", "token"), sorted(found), private=True)
    count = {kind: sum(1 for one, _ in found if one == kind) for kind in tokens.TokenType if any(one == kind for one, _ in found)}
    told = {
        "method": "HMAC-SHA-256 of composite values, 64 bits", "rows": total, "tokens": count, "out": args.out,
        "cautions": ["Pseudonymous, not anonymous: who holds the key can ask for chosen people. One key an exercise, never used again."],
    }
    return tell(args, told, begun, args.out)


def held_key(path: Path) -> bytes:
    from titip.quality.linkage.tokens import LEAST_KEY

    if not path.exists():
        fail(f"There is no key file {path}. Make one with 'titip link key {path}', and hand it to the members of this exercise only.")
    held = path.read_bytes().strip()
    if len(held) < LEAST_KEY:
        fail(f"{path.name} is too short for a key ({len(held)} bytes; at least {LEAST_KEY}). Make one with 'titip link key'.")
    return held


def key(args: argparse.Namespace, begun: float) -> int:
    import secrets

    check_place(Path(args.file), "KEYFILE")
    try:
        with os.fdopen(os.open(args.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            opened.write(secrets.token_hex(32) + "\n")
    except FileExistsError:
        fail(f"{args.file} is there already, and a key is never used again. Choose another name.")
    cautions = ["For one exercise. Hand it over by another way than the tokens."]
    told = {"method": "256 bits from the system's secure source", "out": args.file, "cautions": cautions}
    return tell(args, told, begun, args.file)


def overlap(args: argparse.Namespace, begun: float) -> int:
    from titip.cli import link_hardened
    from titip.quality.linkage.overlap import shared

    if len(args.tokens) < 2:
        fail("An overlap needs at least two token files.")
    if any(link_hardened.is_codes(Path(name)) for name in args.tokens):
        return link_hardened.overlap(args, begun)
    check_places(args.tokens, {"--out": args.out})
    if args.pairs or args.threshold is not None:
        fail("--pairs and --threshold go with hardened codes; tokens are only counted.")
    try:
        found = shared([read_sets(Path(name)) for name in args.tokens])
    except ValueError as error:
        fail(str(error))
    told = {
        "method": "Intersection of keyed tokens by type, told as ranges; small counts withheld", "files": [Path(name).name for name in args.tokens],
        "overlap": [one.as_dict() for one in found],
        "cautions": [
            *([SAME_KEY] if not any(one.low for one in found) else []),
            "Each type counts tokens, and a person may have several or none: read the types side by side, never added.",
            "Safe against members who keep to the agreement. A member who adds chosen people can probe: limit how often this is done.",
        ],
    }
    if not args.json:
        say(table([(one.type, one.words) for one in found], ("token", "in all files")))
    return tell(args, told, begun, args.out)


def read_sets(path: Path, header: tuple[str, ...] = ("type", "token")) -> Any:
    """type → the tokens (or blinded points) of a file that begins with ``header``."""
    from titip.quality.linkage.tokens import TokenType

    if not path.is_file():
        fail(f"There is no file {path}.")
    found: dict[TokenType, set[str]] = {}
    with path.open(encoding="utf-8", newline="") as opened:
        rows = csv.reader(opened)
        if next(rows, None) != list(header):
            fail(f"{path.name} is not a token file. Make it with 'titip link encode'.")
        for line, row in enumerate(rows, start=2):
            if len(row) != 2 or row[0] not in set(TokenType):
                fail(f"{path.name}, line {line}: this is not a type and a token. Make the file again with 'titip link encode'.")
            found.setdefault(TokenType(row[0]), set()).add(row[1])
    return {kind: frozenset(tokens) for kind, tokens in found.items()}


def tell(args: argparse.Namespace, told: dict[str, Any], begun: float, out: str) -> int:
    told |= {"version": __version__, "seed": None, "seconds": round(time.perf_counter() - begun, 3)}
    if args.verb in ("encode", "blind"):
        write_text(Path(out).with_name(f"{Path(out).stem}.report.json"), json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    elif args.verb in ("overlap", "meet") and out:
        write_text(Path(out), json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    if args.json:
        emit_json(told)
    else:
        say("\n".join([*([out] if out else []), *told["cautions"]]))
    return Exit.OK
