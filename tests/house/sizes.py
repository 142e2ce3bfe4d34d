"""How long functions and files have grown. `python -m tests.house.sizes` lists what is past a screenful."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.miniature import ROOT

#: Past the first number a thing is listed; past the second the build fails, unless it stands below with its reason.
FUNCTION = (40, 80)
FILE = (300, 500)
#: ``path`` or ``path:function``, each with its reason.
EXPLAINED: dict[str, str] = {}


def long_things(root: Path = ROOT) -> Iterator[tuple[int, str, bool]]:
    """(lines, name, too long) of every file and function past its first number, migrations left out."""
    for path in sorted((root / "titip").rglob("*.py")):
        if "migrations" in path.parts:
            continue
        name, source = path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
        length = source.count("\n")
        if length > FILE[0]:
            yield length, name, length > FILE[1]
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION[0]:
                    yield length, f"{name}:{node.name}", length > FUNCTION[1]


if __name__ == "__main__":
    for lines, name, _ in sorted(long_things(), reverse=True):
        print(f"{lines:5}  {name}  {EXPLAINED.get(name, '')}")
