"""The `titip` command: its nouns, and how each is found, run and ended.

Each noun is a module of this folder with ``add_arguments(parser)`` and ``run(args) -> int``; the first line of its
docstring is its help. Only the chosen noun is imported, so that ``titip --help`` answers at once: the others' help is
read from their source.

A noun ends by returning an exit code, or by raising: ``output.fail(...)``, or any error that carries an ``exit_code``.
"""

import argparse
import ast
import importlib
import os
import sys
from pathlib import Path
from types import ModuleType

from titip import __version__
from titip.cli import output
from titip.cli.output import Exit

NOUNS = (
    "init", "demo", "practice", "serve", "worker", "staff", "backup", "restore", "upgrade", "doctor", "dictionary", "places", "keys", "audit",
    "access",
    "describe", "compare", "associate", "trend", "gaps", "outliers", "chart", "disclose", "link", "estimate", "manage",
)
#: Left out of the help: for builders, not for an organisation.
HIDDEN = {"manage"}

EXIT_CODES = """exit codes:
  0  done, nothing wrong        3  locked, or no key
  1  done, and found problems   4  no permission, or no consent
  2  wrong use                  5  damaged data
"""


def main(argv: list[str] | None = None) -> int:
    """Run one noun. Returns the exit code."""
    output.prepare()
    argv = sys.argv[1:] if argv is None else argv
    try:
        try:
            return _run(argv)
        finally:
            sys.stdout.flush()  # here, where a reader that has gone is no error
    except output.CommandError as error:
        output.complain(str(error))
        return error.code
    except KeyboardInterrupt:
        output.complain("Stopped.")
        return 130
    except BrokenPipeError:  # the reader (head, less) has gone
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - so that Python's own flush at the end is silent too
        return 0
    except Exception as error:
        if os.environ.get("TITIP_DEBUG") == "1":
            raise
        return _explain(error)


def _run(argv: list[str]) -> int:
    noun, rest = _chosen(argv)
    module = _load(noun) if noun else None
    if module is not None and getattr(module, "PASS_THROUGH", False):
        args = _parser(noun, None).parse_args([*argv[: len(argv) - len(rest)]])
        args.rest = rest
    else:
        args = _parser(noun, module).parse_args(argv)
    if module is None:
        _parser(None, None).print_help()
        return Exit.WRONG_USE
    args.home = getattr(args, "home", None)
    if args.home:
        os.environ["TITIP_HOME"] = args.home  # the web application's settings look here
    output.always_show_progress(getattr(args, "progress", False))
    return int(module.run(args) or 0)


def _chosen(argv: list[str]) -> tuple[str | None, list[str]]:
    """The noun and what follows it. Only ``--home`` takes a value before the noun."""
    skip = False
    for place, word in enumerate(argv):
        if skip:
            skip = False
        elif word == "--home":
            skip = True
        elif not word.startswith("-"):
            return (word, argv[place + 1 :]) if word in NOUNS else (None, [])
    return None, []


def _parser(chosen: str | None, module: ModuleType | None) -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--home", metavar="FOLDER", help="the organisation's folder (else TITIP_HOME, else var/ in a checkout, else your data folder)")
    shared.add_argument("--progress", action="store_true", help="show progress even when not on a terminal")
    parser = argparse.ArgumentParser(
        prog="titip",
        parents=[shared],
        description="Data left in another's care: case and data system for those who stand by victims of trafficking.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"titip {__version__}")
    nouns = parser.add_subparsers(title="what to do", metavar="NOUN", dest="noun")
    for noun in NOUNS:
        words = _first_line(noun)
        if noun in HIDDEN:
            added = nouns.add_parser(noun, add_help=False)
        else:
            added = nouns.add_parser(noun, parents=[shared], help=words.rstrip(".").replace("%", "%%"), description=words)
        if noun == chosen and module is not None and hasattr(module, "add_arguments"):
            module.add_arguments(added)
            _share_with_verbs(added, shared)
    return parser


def _share_with_verbs(noun: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    """What every noun takes may also stand after its verb: ``titip audit verify --home FOLDER``."""
    for action in noun._actions:
        if isinstance(action, argparse._SubParsersAction):
            for verb in set(action.choices.values()):
                for option in shared._actions:
                    verb._add_action(option)


def _source(noun: str) -> Path | None:
    place = Path(__file__).parent / f"{noun}.py"
    return place if place.exists() else None


def _first_line(noun: str) -> str:
    source = _source(noun)
    if source is None:
        return "(not in this version)"
    documented = ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))) or noun
    return documented.splitlines()[0]


def _load(noun: str) -> ModuleType:
    """The noun's module. By name, since only one may be imported; every name stands in ``NOUNS``."""
    if _source(noun) is None:
        output.fail(f"'titip {noun}' is not in this version of Titip.", Exit.WRONG_USE)
    return importlib.import_module(f"titip.cli.{noun}")  # noqa: TID251


def _explain(error: Exception) -> int:
    """One sentence for an error that no noun caught. Its own words may hold values, so a strange one is named by place only."""
    code = getattr(error, "exit_code", None)
    if isinstance(code, int):
        output.complain(str(error))
        return code
    if isinstance(error, OSError) and error.strerror:
        named = f": {error.filename}" if error.filename else ""
        output.complain(f"{error.strerror}{named}.")
        return Exit.WRONG_USE
    if isinstance(error, ImportError):
        output.complain(f"{error}. Titip's own parts are not all installed: run 'make setup', or install Titip again.")
        return Exit.UNEXPECTED
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f" at {Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else ""
    output.complain(
        f"Titip met an error it did not expect ({type(error).__name__}{where}). Nothing more was changed. "
        "Please report it; TITIP_DEBUG=1 shows the whole trace, which may hold values."
    )
    return Exit.UNEXPECTED
