"""Runs every attack at its promised size and prints one table: `python -m tests.hostile [--quick] [--long] [--only WORD] [--plant DEFECT] [--bare] [--json]`.

Each row runs in a process and a fresh temporary house of its own, then once for each of its defects at its quick size, where it must
count something bad. No organisation's data are ever touched.
"""

import argparse
import atexit
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

os.environ["TITIP_HOME"] = os.environ.get("TITIP_PROOF_HOUSE") or tempfile.mkdtemp(prefix="titip-proof-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "titip.web.settings")
if "TITIP_PROOF_HOUSE" not in os.environ:
    atexit.register(shutil.rmtree, os.environ["TITIP_HOME"], ignore_errors=True)

import django

django.setup()

from tests.hostile.proofs import Row, known_rows  # noqa: E402
from tests.hostile.running import Ran, inside, outside, template  # noqa: E402
from titip.cli.output import table  # noqa: E402


def main() -> int:
    """1 when a row is red or a planted defect was not seen."""
    args = _arguments()
    rows = [one for one in known_rows() if args.only.lower() in one.name.lower()]
    if args.inside:
        print(json.dumps(inside(next(one for one in rows if one.name == args.inside), args.tries, args.plant)))
        return 0
    if args.skip:
        rows = [one for one in rows if args.skip.lower() not in one.name.lower()]
    if args.plant:
        rows = [one for one in rows if args.plant in one.defects]
    if not rows:
        print("There is no such row or defect. Rows, and their defects:", *(f"\n{one.name}\n    " + "\n    ".join(one.defects) for one in known_rows()))
        return 2
    with tempfile.TemporaryDirectory(prefix="titip-proof-") as scratch:
        ran = _run(rows, args, Path(scratch))
    _show(ran, args)
    return int(any(one.red for one in ran))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--quick", action="store_true", help="every row at the size of every day: a look, no proof")
    parser.add_argument("--long", action="store_true", help="every row at the size of the design, however long it takes")
    parser.add_argument("--only", default="", metavar="WORD", help="only rows whose name has this word")
    parser.add_argument("--skip", default="", metavar="WORD", help="no rows whose name has this word")
    parser.add_argument("--plant", default="", metavar="DEFECT", help="leave this defect in, and see its row turn red")
    parser.add_argument("--bare", action="store_true", help="without planting the defects")
    parser.add_argument("--jobs", type=int, default=2, help="how many at once")
    parser.add_argument("--json", action="store_true", help="one object on standard output")
    parser.add_argument("--inside", default="", help=argparse.SUPPRESS)
    parser.add_argument("--tries", type=int, default=0, help=argparse.SUPPRESS)
    return parser.parse_args()


def _run(rows: Sequence[Row], args: argparse.Namespace, scratch: Path) -> list[Ran]:
    made = template(scratch)

    def one(row: Row) -> Ran:
        tries = row.quick if args.quick else max(row.asked, row.promised) if args.long else row.asked
        ran = Ran(row.name, row.expects, tries, outside(row.name, tries, made, planted=args.plant))
        for name in () if args.plant or args.bare else row.defects:
            planted = outside(row.name, row.quick, made, planted=name)
            ran.defects[name] = "" if planted.bad else planted.trouble or "NOT SEEN"
        seen = f"{sum(not why for why in ran.defects.values())} of {len(ran.defects)} defects seen, {ran.seconds:.0f} s"
        print(f"{'RED ' if ran.red else 'kept'} {row.name}: {ran.attack.tried:,} tried, {ran.attack.bad:,} bad, {seen}", file=sys.stderr, flush=True)
        return ran

    with ThreadPoolExecutor(max_workers=max(1, args.jobs)) as pool:
        return list(pool.map(one, rows))


def _show(ran: Sequence[Ran], args: argparse.Namespace) -> None:
    if args.json:
        print(json.dumps({"machine": _machine(), "rows": [one.as_json() for one in ran]}, indent=2))
        return
    headings = ["row", "asked", "tried", "bad", "expected", "seconds", "processor", "planted defects seen", ""]
    print(_machine(), end="\n\n")
    print(table([one.cells() for one in ran], headings))
    for one in ran:
        if one.attack.trouble or (one.attack.bad and one.attack.note):
            print(f"\n{one.name}: {one.attack.trouble or one.attack.note}")
        for name, why in one.defects.items():
            if why:
                print(f"\n{one.name}: the defect “{name}” — {why}")
    red = sum(one.red for one in ran)
    print(f"\n{len(ran)} rows, {sum(one.attack.tried for one in ran):,} attacks, {sum(len(one.defects) for one in ran)} defects planted, {red} red.")


def _machine() -> str:
    return f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    raise SystemExit(main())
