"""Changes the policy's own source in one small place after the other, and sees whether the pure policy tests notice.

    python -m tests.hostile.mutating [--most N] [--without MODULE_OR_TEST …] [--first] [--json]

Each mutant lives in a forked process of its own: its source is compiled in the module's stead, every room declares its actions over it,
and the tests of ``test_policy_cells`` and ``test_policy_limits`` run until one fails. A mutant that no test notices is a survivor.
Those that cannot be noticed because they change nothing are listed in ``equivalent_mutants.csv``, one by one with the reason.

The mutator is ours: mutmut and cosmic-ray rewrite files in place or need the whole suite started anew for each mutant, which here takes
seconds apiece for a question that an import and a function call answer.
"""

import argparse
import ast
import copy
import csv
import importlib.abc
import importlib.util
import json
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MODULES = ("titip.protect.rules.roles", "titip.protect.rules.access", "titip.protect.rules.policy")
TESTS = ("tests.protect.test_policy_cells", "tests.protect.test_policy_limits")
#: What stands on the last module alone, and what is imported once for all of its mutants.
LAST, LAST_TESTS, BEFORE_LAST = MODULES[-1], TESTS[1:], TESTS[0]
#: Tests that take longer than all others together.
LONG = ("test_no_difference_whatever_gives_more_than_the_limits", "test_two_roles_open_what_one_of_them_opens", "test_every_cell_is_as_written_down")
EQUIVALENT = Path(__file__).with_name("equivalent_mutants.csv")
#: Seconds after which a mutant that never ends counts as noticed.
LONGEST = 120
_COMPARE: dict[type, tuple[type, ...]] = {
    ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,), ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
}
_BINARY: dict[type, type] = {ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.Sub: ast.BitOr, ast.Add: ast.Sub}
_CALLED = {"any": "all", "all": "any", "sorted": "list", "reversed": "list", "isdisjoint": "issuperset"}
_MEMBERS = {
    "Risk": ["LOW", "MEDIUM", "HIGH", "IDENTITY"], "Scope": ["OWN", "ASSIGNED", "TEAM", "ORGANISATION", "REFERRED", "DEIDENTIFIED"],
    "Role": ["FRONTLINE", "SUPERVISOR", "PROVIDER", "LAWYER", "INVESTIGATOR", "CUSTODIAN", "STEWARD", "ANALYST", "AUDITOR", "ADMINISTRATOR"],
    "Why": ["BEYOND", "CEILING", "TRAINING", "APART", "LAST", "OWN"],
}
_STATEMENTS = (ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.If, ast.For, ast.Raise, ast.Delete, ast.Continue)


@dataclass(frozen=True)
class Mutant:
    """One small change: ``made`` in the stead of the node that is the ``place``-th of the module's. ``line``: the text it stands in."""

    module: str
    place: int
    number: int
    line: str
    change: str
    made: Any

    @property
    def key(self) -> tuple[str, str, str]:
        """How a mutant is named in the list of equivalents: not by line number, which moves."""
        return (self.module.rsplit(".", 1)[1], self.line, self.change)

    def compiled(self) -> Any:
        """The mutated module."""
        tree = ast.parse(source_of(self.module))
        _replace(tree, next(one for at, one in enumerate(ast.walk(tree)) if at == self.place), self.made)
        return compile(ast.fix_missing_locations(tree), f"<mutant of {self.module}>", "exec")


def source_of(module: str) -> str:
    """The module's source."""
    return (ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")


def mutants(module: str) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its source."""
    text = source_of(module)
    lines, tree = text.splitlines(), ast.parse(text)
    left_out = _left_out(tree)
    for place, node in enumerate(ast.walk(tree)):
        if id(node) in left_out:
            continue
        for change, made in _changes(node):
            number = getattr(node, "lineno", 0)
            yield Mutant(module, place, number, lines[number - 1].strip() if number else "", change, made)


def _left_out(tree: ast.Module) -> set[int]:
    """Nodes that decide nothing: annotations, docstrings, imports."""
    found: list[ast.AST] = []
    for node in ast.walk(tree):
        for name in ("annotation", "returns"):
            if isinstance(getattr(node, name, None), ast.AST):
                found += ast.walk(getattr(node, name))
        if isinstance(node, ast.Import | ast.ImportFrom):
            found += ast.walk(node)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            found += [node, node.value]
    return {id(node) for node in found}


def _changes(node: ast.AST) -> Iterator[tuple[str, Any]]:
    """(what is changed, the node in its place) for every way to change a node."""
    for one in (_comparing, _joining, _constant, _calling, _leaving_out, _deciding):
        yield from one(node)


def _comparing(node: ast.AST) -> Iterator[tuple[str, Any]]:
    if isinstance(node, ast.Compare):
        for at, op in enumerate(node.ops):
            for other in _COMPARE.get(type(op), ()):
                made = copy.deepcopy(node)
                made.ops[at] = other()
                yield f"{type(op).__name__} → {other.__name__}: {ast.unparse(node)}", made
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        made = copy.deepcopy(node)
        made.op = _BINARY[type(node.op)]()
        yield f"{type(node.op).__name__} → {type(made.op).__name__}: {ast.unparse(node)}", made


def _joining(node: ast.AST) -> Iterator[tuple[str, Any]]:
    if isinstance(node, ast.BoolOp):
        made = copy.deepcopy(node)
        made.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield f"and ↔ or: {ast.unparse(node)}", made
        for at in range(len(node.values)):
            rest = copy.deepcopy(node)
            gone = rest.values.pop(at)
            yield f"without: {ast.unparse(gone)}", rest if len(rest.values) > 1 else rest.values[0]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield f"without not: {ast.unparse(node)}", copy.deepcopy(node.operand)


def _constant(node: ast.AST) -> Iterator[tuple[str, Any]]:
    if isinstance(node, ast.Constant):
        value = node.value
        others: list[object] = []
        if isinstance(value, bool):
            others = [not value]
        elif isinstance(value, int):
            others = [value + 1, value - 1]
        elif isinstance(value, str):
            others = [value + "x", ""] if value else ["x"]
        elif value is None:
            others = ["x"]
        for other in others:
            yield f"{value!r} → {other!r}", ast.Constant(other)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in _MEMBERS.get(node.value.id, ()):
        members = _MEMBERS[node.value.id]
        made = copy.deepcopy(node)
        made.attr = members[(members.index(node.attr) + 1) % len(members)]
        yield f"{ast.unparse(node)} → {made.attr}", made


def _calling(node: ast.AST) -> Iterator[tuple[str, Any]]:
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if name in _CALLED:
            made = copy.deepcopy(node)
            if isinstance(made.func, ast.Name):
                made.func.id = _CALLED[name]
            elif isinstance(made.func, ast.Attribute):
                made.func.attr = _CALLED[name]
            yield f"{name} → {_CALLED[name]}: {ast.unparse(node)}", made
        for at, keyword in enumerate(node.keywords):
            made = copy.deepcopy(node)
            made.keywords.pop(at)
            yield f"without {ast.unparse(keyword)}", made


def _leaving_out(node: ast.AST) -> Iterator[tuple[str, Any]]:
    """Elements, conditions, cases and statements that are gone."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        for at, one in enumerate(node.elts):
            made = copy.deepcopy(node)
            made.elts.pop(at)
            yield f"without {ast.unparse(one)}", made if made.elts or not isinstance(node, ast.Set) else ast.parse("set()", mode="eval").body
    if isinstance(node, ast.Dict):
        for at, key in enumerate(node.keys):
            made = copy.deepcopy(node)
            made.keys.pop(at)
            made.values.pop(at)
            yield f"without {ast.unparse(key) if key else '**' + ast.unparse(node.values[at])}", made
    if isinstance(node, ast.comprehension):
        for at, one in enumerate(node.ifs):
            made = copy.deepcopy(node)
            made.ifs.pop(at)
            yield f"without if {ast.unparse(one)}", made
            made = copy.deepcopy(node)
            made.ifs[at] = ast.UnaryOp(ast.Not(), made.ifs[at])
            yield f"if not: {ast.unparse(one)}", made
    if isinstance(node, ast.Match):
        for at, case in enumerate(node.cases):
            made = copy.deepcopy(node)
            made.cases.pop(at)
            yield f"without case {ast.unparse(case.pattern)}", made
    if isinstance(node, _STATEMENTS):
        yield f"without: {ast.unparse(node).splitlines()[0]}", ast.Pass()
    if isinstance(node, ast.Slice) and node.lower is not None:
        yield f"from the beginning: {ast.unparse(node)}", ast.Slice(None, copy.deepcopy(node.upper), None)


def _deciding(node: ast.AST) -> Iterator[tuple[str, Any]]:
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        for value in (True, False):
            made = copy.deepcopy(node)
            made.test = ast.Constant(value)
            yield f"if {value}: {ast.unparse(node.test)}", made
    if isinstance(node, ast.Return) and node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
        yield f"return None: {ast.unparse(node.value)}", ast.Return(ast.Constant(None))
    if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.decorator_list:
        for at, one in enumerate(node.decorator_list):
            made = copy.deepcopy(node)
            made.decorator_list.pop(at)
            yield f"without @{ast.unparse(one)} on {node.name}", made


def _replace(tree: ast.AST, target: ast.AST, made: ast.AST) -> None:
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is target:
                setattr(parent, name, made)
                return
            if isinstance(value, list):
                for at, one in enumerate(value):
                    if one is target:
                        value[at] = made
                        return
    raise AssertionError("the node is not in its tree")


class _InItsStead(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports the mutant where its module is asked for."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(self, name: str, path: object = None, target: object = None) -> Any:
        return importlib.util.spec_from_loader(name, self) if name == self._mutant.module else None

    def exec_module(self, module: ModuleType) -> None:
        exec(self._mutant.compiled(), module.__dict__)


def run_tests(without: Sequence[str], modules: Sequence[str] = TESTS) -> None:
    """Every pure policy test, the long ones last. Raises where one fails."""
    tests = []
    for name in modules:
        if name.rsplit(".", 1)[1] not in without:
            found = vars(importlib.import_module(name))
            tests += [(one in LONG, name, one, found[one]) for one in found if one.startswith("test_") and one not in without]
    for _long, _module, _name, test in sorted(tests, key=lambda one: one[0]):
        test()


def survives(mutant: Mutant | None, without: Sequence[str]) -> bool:
    """Whether no test notices the mutant (None: the module as it is)."""
    child = os.fork()
    if child == 0:
        code = 0
        try:
            signal.alarm(LONGEST)
            with open(os.devnull, "w", encoding="utf-8") as nowhere:
                os.dup2(nowhere.fileno(), 2)
                if mutant is not None:
                    sys.meta_path.insert(0, _InItsStead(mutant))
                run_tests(without, LAST_TESTS if mutant is not None and mutant.module == LAST else TESTS)
        except BaseException:  # whatever it is: somebody noticed
            code = 1
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def equivalent() -> dict[tuple[str, str, str], str]:
    """Mutants that change nothing anybody could notice, each with the reason."""
    with EQUIVALENT.open(newline="", encoding="utf-8") as source:
        return {(row["module"], row["line"], row["change"]): row["reason"] for row in csv.DictReader(source)}


def chosen(most: int) -> list[Mutant]:
    """All mutants, or ``most`` of them spread evenly; those listed as equivalent are left out."""
    known = equivalent()
    everyone = [one for module in MODULES for one in mutants(module) if one.key not in known]
    return everyone if most >= len(everyone) else [everyone[at * len(everyone) // most] for at in range(most)]


def hunt(most: int, without: Sequence[str] = (), *, first: bool = False, only: str = "") -> dict[str, Any]:
    """``tried`` mutants, ``equivalent`` (how many are listed), and the ``survivors`` with file, line and change."""
    if not survives(None, without):
        raise SystemExit("The policy tests fail on the policy as it is: run them first.")
    found: list[str] = []
    tried = 0
    for tried, one in enumerate(wanted := [one for one in chosen(most) if only in one.module], start=1):
        if one.module == LAST:
            importlib.import_module(BEFORE_LAST).cells.declare_all()  # these modules are mutated no more
        if survives(one, without):
            found.append(f"{one.module.rsplit('.', 1)[1]}.py:{one.number}: {one.change}   [{one.line}]")
            print(f"{tried} of {len(wanted)}: {found[-1]}", file=sys.stderr, flush=True)
            if first:
                tried = len(wanted)
                break
    return {"tried": tried, "equivalent": len(equivalent()), "survivors": found}


def main() -> int:
    """1 where a mutant survives."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile.mutating", description=str(__doc__).splitlines()[0])
    parser.add_argument("--most", type=int, default=1_000_000)
    parser.add_argument("--without", nargs="*", default=[])
    parser.add_argument("--first", action="store_true", help="stop at the first survivor")
    parser.add_argument("--only", default="", help="mutants of modules with this in their name")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    came = hunt(args.most, args.without, first=args.first, only=args.only)
    if args.json:
        print(json.dumps(came))
    else:
        print(*came["survivors"], sep="\n")
        print(f"{came['tried']} mutants, {len(came['survivors'])} survivors; {came['equivalent']} more change nothing and are listed with the reason")
    return int(bool(came["survivors"]))


if __name__ == "__main__":
    sys.exit(main())
