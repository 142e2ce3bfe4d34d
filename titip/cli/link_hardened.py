"""People of two organisations compared by a linkage unit that holds no key: `titip link encode --codes hardened`, and `overlap` of such files."""

import argparse
import csv
import secrets
from pathlib import Path
from typing import Any

from titip.cli.link import ids_of, read_columns, read_spec
from titip.cli.link_without_names import held_key, tell
from titip.cli.output import fail, progress, say
from titip.cli.placing import check_places, write_rows

HEADER = ("row", "code")
METHOD = "Hardened codes: keyed Bloom filters of 2,048 bits, folded once by exclusive or"
#: What is said with every file and count, plainly.
LIMITS = [
    "Pseudonymous, not anonymous. Published attacks re-identified up to a fifth of the people behind codes that were not hardened; folding makes "
    "this harder, not impossible. Protect this file as if it held names.",
    "For a linkage unit that holds no key and no other list of these people. Whoever holds the key can test whether a chosen person is in the file.",
    "One key an exercise, never used again; the codes are destroyed when the count is done. Agree on this in writing.",
]


def encode(args: argparse.Namespace, begun: float) -> int:
    """One code a person, under a number drawn for this file; the order tells nothing."""
    from titip.quality.linkage import hardened, tokens

    check_places((args.file, args.spec, args.key), {"--out": args.out, "--rows": args.rows}, rows=("--out", "--rows"))
    key = held_key(Path(args.key))
    spec = read_spec(args, args.file)
    columns = read_columns(args, args.file, spec)
    own = ids_of(spec, columns, args.file) if args.rows else []
    rows = list(tokens.rows(spec, columns))
    chosen = [place for place, row in enumerate(rows) if hardened.telling(row)]
    if not chosen:
        fail("No row holds enough to make a code. The spec must compare a name, and a birth year, a birth date or a telephone.")
    made = hardened.codes(key, progress([rows[place] for place in chosen], label="encoding"))
    numbers = [secrets.token_hex(8) for _ in chosen]
    write_rows(args.out, HEADER, sorted((number, code.astype(">u8").tobytes().hex()) for number, code in zip(numbers, made, strict=True)), private=True)
    if args.rows:
        write_rows(args.rows, ("row", "id"), sorted((number, own[place]) for number, place in zip(numbers, chosen, strict=True)), private=True)
    left = len(rows) - len(chosen)
    told = {
        "method": METHOD, "rows": len(rows), "codes": len(chosen), "left_out": left, "out": args.out,
        "cautions": [*([f"{left:,} rows hold no name, or neither birth nor telephone, and have no code."] if left else []), *LIMITS],
    }
    return tell(args, told, begun, args.out)


def overlap(args: argparse.Namespace, begun: float) -> int:
    """How many people two files of codes have in common, as a range; on demand which rows."""
    from titip.quality.linkage import hardened
    from titip.quality.linkage.overlap import LEAST, in_range

    if len(args.tokens) != 2:
        fail("Hardened codes are compared two files at a time.")
    check_places(args.tokens, {"--out": args.out, "--pairs": args.pairs}, rows=("--pairs",))
    threshold = hardened.THRESHOLD if args.threshold is None else args.threshold
    if not 0.5 <= threshold <= 1:
        fail(f"--threshold is a likeness from 0.5 to 1, not {threshold:g}.")
    files = [read_codes(Path(name)) for name in args.tokens]
    for place, (numbers, _) in enumerate(files, start=1):
        if len(numbers) < LEAST:
            fail(f"File {place} holds fewer than {LEAST} people. An overlap with so few would point at them, so none is counted.")
    (one, first), (other, second) = files
    met = hardened.meet(first, second, threshold=threshold, watch=lambda things: progress(things, label="comparing"))
    low, high, words = in_range(len(met.dice))
    if args.pairs:
        pairs = zip(met.first.tolist(), met.second.tolist(), met.dice.tolist(), strict=True)
        write_rows(args.pairs, ("row_a", "row_b", "dice"), ((one[a], other[b], f"{dice:.4f}") for a, b, dice in pairs), private=True)
    told: dict[str, Any] = {
        "method": f"{METHOD}; Dice coefficient of at least {threshold:g}, nobody twice", "files": [Path(name).name for name in args.tokens],
        "codes": [len(one), len(other)], "threshold": threshold, "overlap": [{"type": "person", "low": low, "high": high, "shown": words}],
        "cautions": ["Likeness errs both ways: on two generators' made-up people with the errors of clerks F1 was 0.74 and 0.56 (docs/linkage.md).", *LIMITS],
    }
    if args.pairs:
        told["pairs_out"] = args.pairs
        told["cautions"] = ["The pairs say exactly which rows met: for those only whom the agreement lets look up the rows.", *told["cautions"]]
    if not args.json:
        say(f"people in both files: {words}")
    return tell(args, told, begun, args.out)


def is_codes(path: Path) -> bool:
    """Whether a file holds hardened codes."""
    if not path.is_file():
        return False
    with path.open(encoding="utf-8", errors="replace", newline="") as opened:
        return next(csv.reader(opened), None) == list(HEADER)


def read_codes(path: Path) -> tuple[list[str], Any]:
    """The numbers of the rows, and their codes (people × words)."""
    import numpy as np

    from titip.quality.linkage.hardened import BITS, WORDS

    if not is_codes(path):
        fail(f"{path.name} does not hold hardened codes. Make it with 'titip link encode --codes hardened', as the other.")
    numbers, held = [], bytearray()
    with path.open(encoding="utf-8", newline="") as opened:
        for line, row in enumerate(csv.reader(opened), start=1):
            if line == 1:
                continue
            try:
                code = bytes.fromhex(row[1]) if len(row) == 2 else b""
            except ValueError:
                code = b""
            if len(code) * 8 != BITS:
                fail(f"{path.name}, line {line}: this is not a row and a code of {BITS} bits. Make the file again with 'titip link encode --codes hardened'.")
            numbers.append(row[0])
            held += code
    return numbers, np.frombuffer(bytes(held), dtype=">u8").astype(np.uint64).reshape(-1, WORDS)
