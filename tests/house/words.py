"""House rules about words in the source that neither import-linter nor ruff can see. Each takes a module and returns its faults."""

import ast
from collections.abc import Iterator
from pathlib import Path

#: Written as they stand in a path under ``titip``.
CRYPTO = Path("protect/vault/crypto.py")
OTHER_CLOCKS = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("timezone", "now"), ("timezone", "localdate"),
}
#: Modules that may draw made-up numbers, each with its reason.
DRAWS: dict[Path, str] = {
    Path("govern/practice/stories.py"): "made-up people from a recorded seed; nothing here protects anything",
    Path("govern/practice/collecting.py"): "made-up visits from a recorded seed; nothing here protects anything",
}


def silent(path: Path, tree: ast.Module) -> Iterator[str]:
    """A module that does not say what it is."""
    if not ast.get_docstring(tree):
        yield f"{path}: no docstring"


def makes_grounds(path: Path, tree: ast.Module) -> Iterator[str]:
    """``Grounds(...)`` outside the consent room: a name could be kept without a basis."""
    if path.parts[0] == "consent":
        return
    for call in _calls(tree):
        if _last_name(call.func) == "Grounds":
            yield f"{path}:{call.lineno}: only consent constructs Grounds"
        elif _last_name(call.func) == "replace" and any(_last_name(part) == "Grounds" for part in ast.walk(call)):
            yield f"{path}:{call.lineno}: only consent makes or changes Grounds"


def touches_cryptography(path: Path, tree: ast.Module) -> Iterator[str]:
    """The library ``cryptography`` outside the one module that was read for it."""
    if path != CRYPTO:
        yield from _imports_of(path, tree, {"cryptography"}, "only protect/vault/crypto.py may")


def unsafe_import(path: Path, tree: ast.Module) -> Iterator[str]:
    """What ruff bans, also where a comment or an exception for a whole file hides it from ruff."""
    yield from _imports_of(path, tree, {"pickle", "marshal", "shelve"}, "unpickling runs code")
    if path not in DRAWS:
        yield from _imports_of(path, tree, {"random"}, "use secrets, or explain the exception in tests/house/words.py")


def hidden_import(path: Path, tree: ast.Module) -> Iterator[str]:
    """An import that the contracts cannot see."""
    migration = "migrations" in path.parts
    for call in _calls(tree):
        name = _last_name(call.func)
        if name == "__import__" or (name == "import_module" and path != Path("cli/__init__.py")):
            yield f"{path}:{call.lineno}: {name} hides a dependency from the contracts"
        if name in {"get_model", "get_registered_model"} and not migration:
            yield f"{path}:{call.lineno}: {name} hides a dependency from the contracts"
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) and any(alias.name == "titip" for alias in node.names):
            yield f"{path}:{node.lineno}: 'import titip' reaches everything unseen; import what is meant"


def signal(path: Path, tree: ast.Module) -> Iterator[str]:
    """Signals, under whatever name they come."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and "receiver" in {_last_name(d.func if isinstance(d, ast.Call) else d) for d in node.decorator_list}:
            yield f"{path}:{node.lineno}: no signals"
        if isinstance(node, (ast.Import, ast.ImportFrom)) and any(name.split(".")[-1] in {"signals", "dispatch"} for name in _modules(node)):
            yield f"{path}:{node.lineno}: no signals"


def reads_the_clock(path: Path, tree: ast.Module) -> Iterator[str]:
    """Another clock than ``titip.kit.clock``."""
    if path == Path("kit/clock.py") or "migrations" in path.parts:
        return
    for call in _calls(tree):
        if isinstance(call.func, ast.Attribute):
            owner, name = _last_name(call.func.value), call.func.attr
            if (owner, name) in OTHER_CLOCKS:
                yield f"{path}:{call.lineno}: {owner}.{name}() is another clock; use titip.kit.clock"


def changes_by_position(path: Path, tree: ast.Module) -> Iterator[str]:
    """A public action (atomic, so a change of its own) that can be called with its arguments in the wrong order."""
    inside = path.parts[1:]
    if not inside or inside[0] not in {"actions", "actions.py"}:
        return
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and len(node.args.posonlyargs + node.args.args) > 1:
            if "atomic" in {_last_name(d.func if isinstance(d, ast.Call) else d) for d in node.decorator_list}:
                yield f"{path}:{node.lineno}: {node.name} must take its arguments by name (start them with *)"


RULES = [silent, makes_grounds, touches_cryptography, unsafe_import, hidden_import, signal, reads_the_clock, changes_by_position]


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _last_name(node: ast.AST) -> str:
    return getattr(node, "id", getattr(node, "attr", ""))


def _modules(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]


def _imports_of(path: Path, tree: ast.Module, banned: set[str], why: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)) and any(name.split(".")[0] in banned for name in _modules(node)):
            yield f"{path}:{node.lineno}: imports {_modules(node)[0]}; {why}"
