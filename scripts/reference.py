"""The reference pages of the manual, written from the code that decides: `python -m scripts.reference` (or `make reference`).

A test compares the pages with what stands in ``docs/reference``. Settings and exit codes are written by hand and compared in
``tests/house/test_docs.py``.
"""

import argparse
import importlib
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from titip import cli

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "reference"
_HAND = "Written from the code by `make reference`; a test compares the two."


def commands() -> str:
    """Every noun and verb of the command with what it takes, Markdown."""
    lines = [f"# The `titip` command\n\n{_HAND} Exit codes stand with the [settings](settings.md).\n"]
    for noun in cli.NOUNS:
        if noun in cli.HIDDEN or cli._source(noun) is None:
            continue
        parser = argparse.ArgumentParser(prog=f"titip {noun}")
        module = importlib.import_module(f"titip.cli.{noun}")  # noqa: TID251 - every noun, by its declared name
        if hasattr(module, "add_arguments"):
            module.add_arguments(parser)
        lines += [f"## titip {noun}\n", cli._first_line(noun), "", *_taken(parser)]
        for verb, (words, child) in _verbs(parser).items():
            lines += [f"### titip {noun} {verb}\n", f"{words or ''}".strip(), "", *_taken(child)]
    return _joined(lines)


def _verbs(parser: argparse.ArgumentParser) -> dict[str, tuple[str | None, argparse.ArgumentParser]]:
    """Verb to (help, its parser), in the order declared."""
    found = {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            words = {choice.dest: choice.help for choice in action._choices_actions}
            found.update({verb: (words.get(verb), child) for verb, child in action.choices.items()})
    return found


def _taken(parser: argparse.ArgumentParser) -> list[str]:
    """A table of what a parser takes, or nothing."""
    rows = [_row(action) for action in parser._actions if not isinstance(action, argparse._SubParsersAction | argparse._HelpAction)]
    return ["| | takes | |", "|---|---|---|", *rows, ""] if rows else []


def _row(action: argparse.Action) -> str:
    names = ", ".join(f"`{name}`" for name in action.option_strings) or f"`{action.metavar or action.dest.upper()}`"
    takes = "" if action.nargs == 0 or not action.option_strings else f"`{action.metavar or action.dest.upper()}`"
    if action.choices is not None:
        takes = ", ".join(f"`{choice}`" for choice in action.choices)
    words = (action.help or "").replace("|", "\\|")
    default = action.default
    if default not in (None, False, argparse.SUPPRESS, [], ()) and "%(default)" in words:
        words = words.replace("%(default)s", str(default))
    needed = " (needed)" if action.option_strings and action.required else ""
    return f"| {names} | {takes} | {words.replace('%%', '%')}{needed} |"


def permissions() -> str:
    """Roles and what each may do, how far, Markdown."""
    from titip.protect.rules.access import REGISTER
    from titip.protect.rules.roles import ROLES, SEPARATED

    for place in sorted((ROOT / "titip").glob("*/rules/actions.py")):
        importlib.import_module(f"titip.{place.parts[-3]}.rules.actions")  # noqa: TID251 - every room declares its actions on import
    lines = [f"# Who may do what\n\n{_HAND} Nothing is allowed that does not stand here.\n"]
    lines += ["| role | highest class it may see | second factor |", "|---|---|---|"]
    lines += [f"| {rule.label} | {rule.ceiling or 'no record at all'} | {'always' if rule.second_factor else 'by choice'} |" for rule in ROLES.values()]
    lines += ["", "One person never holds both of: " + "; ".join(sorted(" and ".join(sorted(ROLES[r].label for r in pair)) for pair in SEPARATED)) + ".", ""]
    room = ""
    for name in sorted(REGISTER.actions):
        action = REGISTER.actions[name]
        if name.split(".")[0] != room:
            room = name.split(".")[0]
            lines += ["", f"## {room}", "", "| action | | who, and how far |", "|---|---|---|"]
        reaches = "; ".join(f"{ROLES[role].label} ({action.grants[role].value})" for role in ROLES if role in action.grants)
        lines.append(f"| `{name}` | {action.label}{' (reads answers)' if action.reads_content else ''} | {reaches or 'nobody'} |")
    return _joined(lines)


def dictionary() -> str:
    """The starter dictionary: purposes, questions, forms, elements, code lists, Markdown."""
    from titip.dictionary.rules.starter import starter

    book = starter()
    lines = [f"# The starter dictionary\n\n{_HAND} An organisation changes it in the browser; this is what it begins with.\n", "## Purposes\n"]
    lines += [f"- `{purpose.code}`: {purpose.name}" for purpose in book.purposes]
    lines += ["", "## Questions\n", *(f"- `{question.code}`: {question.text}" for question in book.questions), ""]
    for form in book.forms:
        lines += [f"## Form: {form.name}\n", *(f"- {title}: {codes}" for title, codes in _sections(form.placements)), ""]
    lines += ["## Elements\n", "| code | type | label | risk | identifier | purposes |", "|---|---|---|---|---|---|"]
    lines += [
        f"| `{e.code}` | {e.type} | {e.label} | {e.risk} | {e.identifier or ''} | {', '.join(sorted(e.purposes))} |" for e in book.elements
    ]
    lines += ["", "## Code lists\n", "| code | | values | source |", "|---|---|---|---|"]
    lines += [f"| `{entry.code}` | {entry.name} | {len(entry.items)} | {entry.source} |" for entry in book.code_lists]
    return _joined(lines)


def _sections(placements: tuple) -> Iterator[tuple[str, str]]:  # type: ignore[type-arg]
    """(title, its codes) of a form."""
    titles = list(dict.fromkeys(placement.section for placement in placements))
    for title in titles:
        yield title, ", ".join(f"`{placement.element}`" for placement in placements if placement.section == title)


def _joined(lines: list[str]) -> str:
    text = "\n".join(line.rstrip() for line in lines)
    text = re.sub(r"\n+(#+ .*)\n+", r"\n\n\1\n\n", text)  # a blank line on both sides of each heading
    return text.strip() + "\n"


def case_states() -> str:
    """The states of a case, Markdown."""
    from titip.casework.rules.diagram import page

    return page()


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands, "permissions.md": permissions, "starter.md": dictionary, "case-states.md": case_states,
}


def stale() -> list[str]:
    """The pages that do not say what the code says."""
    return [name for name, write in PAGES.items() if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="utf-8") != write()]


def main() -> int:
    """Write every page that is out of date; with ``--check`` only name them, and end with 1 where there is one."""
    checking = "--check" in sys.argv[1:]
    found = stale()
    for name in found:
        if not checking:
            (FOLDER / name).write_text(PAGES[name](), encoding="utf-8")
        sys.stdout.write(f"{'out of date' if checking else 'written'}: {(FOLDER / name).relative_to(ROOT)}\n")
    return int(checking and bool(found))


if __name__ == "__main__":
    sys.exit(main())
