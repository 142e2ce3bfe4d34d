"""The package runs where there is no POSIX: what only POSIX has stands behind a question about the machine."""

import ast
from pathlib import Path

import pytest

from tests.house.miniature import ROOT

ONLY_POSIX = {"crypt", "fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
ONLY_POSIX_NAMES = {
    ("os", name)
    for name in ("chown", "chroot", "fchmod", "fchown", "fork", "geteuid", "getgid", "getpgid", "getuid", "killpg", "mkfifo", "nice", "setpgid",
                 "setsid", "statvfs", "sync", "sysconf", "uname")
} | {("signal", name) for name in ("SIGKILL", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGALRM", "alarm", "setitimer", "pause")}
#: A question about the machine: `if POSIX`, `if os.name == "nt"`, `sys.platform`, `hasattr(os, ...)`, or `try` around it.
QUESTIONS = ("POSIX", "os.name", "sys.platform", "hasattr(")


def unguarded(source: str) -> list[str]:
    """`line: name` for each use of what only POSIX has that stands behind no question."""
    tree = ast.parse(source)
    found: list[str] = []

    def walk(node: ast.AST, asked: bool) -> None:
        asked = asked or isinstance(node, ast.Try) or (isinstance(node, ast.If | ast.IfExp) and any(q in ast.unparse(node.test) for q in QUESTIONS))
        name = ""
        if isinstance(node, ast.Import):
            name = next((alias.name for alias in node.names if alias.name in ONLY_POSIX), "")
        elif isinstance(node, ast.ImportFrom) and node.module in ONLY_POSIX:
            name = node.module or ""
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in ONLY_POSIX_NAMES:
            name = f"{node.value.id}.{node.attr}"
        if name and not asked:
            found.append(f"{getattr(node, 'lineno', 0)}: {name}")
        for child in ast.iter_child_nodes(node):
            walk(child, asked)

    walk(tree, False)
    return found


def test_nothing_that_only_posix_has_is_used_unasked() -> None:
    places = sorted((ROOT / "titip").rglob("*.py"))

    assert not {place.relative_to(ROOT).as_posix(): lines for place in places if (lines := unguarded(place.read_text(encoding="utf-8")))}


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ("import fcntl", ["1: fcntl"]),
        ("import os\nos.fork()", ["2: os.fork"]),
        ("from resource import getrlimit", ["1: resource"]),
        ("import os\nif os.name != 'nt':\n    os.fork()", []),
        ("try:\n    import pwd\nexcept ImportError:\n    pwd = None", []),
    ],
)
def test_a_planted_use_is_found(planted: str, found: list[str]) -> None:
    assert unguarded(planted) == found


def test_files_are_opened_with_their_encoding_named() -> None:
    """Windows would read our UTF-8 as its own code page."""
    lacking = []
    for place in sorted((ROOT / "titip").rglob("*.py")):
        for node in ast.walk(ast.parse(place.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _opens_text(node) and not any(k.arg in ("encoding", None) for k in node.keywords):
                lacking.append(f"{Path(place).relative_to(ROOT)}:{node.lineno}")
    assert not lacking


def _opens_text(call: ast.Call) -> bool:
    """Whether this opens a file as text: `open`, `.open`, `read_text`, `write_text` on text of people."""
    name = call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if name == "read_text":
        return not call.args
    if name == "write_text":
        return len(call.args) < 2
    if name != "open" or not isinstance(call.func, ast.Name):
        return False
    mode = call.args[1] if len(call.args) > 1 else next((k.value for k in call.keywords if k.arg == "mode"), None)
    return not (isinstance(mode, ast.Constant) and "b" in str(mode.value))
