"""The frame of the command: it answers at once, and ends with a sentence and a code, never with a trace."""

import ast
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from titip import cli
from titip.cli import output
from titip.cli.output import Exit


@pytest.fixture
def noun(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A noun of the test's own: set its ``run``."""
    module = ModuleType("titip.cli.doctor", "A noun of a test.")
    monkeypatch.setitem(sys.modules, "titip.cli.doctor", module)
    monkeypatch.delenv("TITIP_DEBUG", raising=False)
    yield module
    output.always_show_progress(False)


def raising(error: Exception):
    def run(args):
        raise error

    return run


def test_help_answers_in_under_half_a_second(titip):
    taken = []
    for _ in range(5):
        begun = time.perf_counter()
        done = titip("--help")
        taken.append(time.perf_counter() - begun)
        assert done.returncode == 0

    assert statistics.median(taken) < 0.5


def test_help_imports_no_framework(tmp_path):
    script = tmp_path / "look.py"
    script.write_text("""
import sys
from titip.cli import main
try:
    main(["--help"])
except SystemExit:
    print(*sorted({name.split(".")[0] for name in sys.modules}))
""")

    loaded = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True).stdout.splitlines()[-1].split()

    assert "titip" in loaded
    assert not {"django", "numpy", "matplotlib", "duckdb", "cryptography", "pyxform"} & set(loaded)


def test_help_names_every_noun_with_the_first_line_of_its_module(titip):
    shown = " ".join(titip("--help").stdout.split())

    for name in cli.NOUNS:
        source = Path(cli.__file__).parent / f"{name}.py"
        if source.exists() and name not in cli.HIDDEN:
            first = str(ast.get_docstring(ast.parse(source.read_text()))).splitlines()[0].rstrip(".")
            assert first in shown


def test_help_states_the_exit_codes(titip):
    shown = titip("--help").stdout

    assert all(f"  {code.value}  " in shown for code in Exit if code is not Exit.UNEXPECTED)


def test_every_noun_that_stands_is_declared():
    frame = {"__init__", "output", "framework", "findings", "opening", "placing"}
    verbs = {"link_without_names", "link_blind", "link_hardened", "keys_change", "disclose_synthetic"}  # of the noun before the dash
    modules = {path.stem for path in Path(cli.__file__).parent.glob("*.py")}

    assert modules >= frame | verbs
    assert modules - frame - verbs <= set(cli.NOUNS)
    assert {verb.split("_")[0] for verb in verbs} <= set(cli.NOUNS)


@pytest.mark.parametrize("words", [[], ["nonsense"], ["doctor", "--nonsense"], ["--home"], ["serve", "--port", "many"], ["serve", "--port", "70000"]])
def test_wrong_use_is_told_and_ends_with_2(titip, words):
    done = titip(*words)

    assert done.returncode == Exit.WRONG_USE
    assert "Traceback" not in done.stderr


def test_a_noun_that_is_not_there_is_told(monkeypatch, capsys):
    monkeypatch.setattr(cli, "NOUNS", (*cli.NOUNS, "absent"))

    assert cli.main(["absent"]) == Exit.WRONG_USE
    assert "'titip absent' is not in this version" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--home", "{}", "doctor"], ["doctor", "--home", "{}"], ["--home={}", "doctor"]])
def test_the_folder_may_be_named_before_or_after_the_noun(noun, monkeypatch, tmp_path, words):
    monkeypatch.setenv("TITIP_HOME", "elsewhere")
    seen = []
    noun.run = lambda args: seen.append(args.home)

    cli.main([word.format(tmp_path) for word in words])

    from titip.kit.home import find_home

    assert seen == [str(tmp_path)]
    assert find_home().root == tmp_path


@pytest.mark.parametrize("code", [0, 1, 3, 5])
def test_the_code_a_noun_returns_is_the_exit_code(noun, code):
    noun.run = lambda args: code

    assert cli.main(["doctor"]) == code


def test_a_failure_is_one_sentence(noun, capsys):
    noun.run = lambda args: output.fail("The keyring is locked. Unlock it with 'titip keys unlock'.", Exit.LOCKED)

    assert cli.main(["doctor"]) == Exit.LOCKED
    assert capsys.readouterr() == ("", "titip: The keyring is locked. Unlock it with 'titip keys unlock'.\n")


def test_an_error_that_knows_its_code_ends_with_it(noun, capsys):
    class Damaged(Exception):
        exit_code = 5

    noun.run = raising(Damaged("The keyring file is damaged. Restore it from your backup."))

    assert cli.main(["doctor"]) == Exit.DAMAGED
    assert "Restore it" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_named(noun, capsys):
    noun.run = raising(FileNotFoundError(2, "No such file or directory", "cases.csv"))

    assert cli.main(["doctor"]) == Exit.WRONG_USE
    assert capsys.readouterr().err == "titip: No such file or directory: cases.csv.\n"


def test_a_strange_error_shows_no_value_and_no_trace(noun, capsys):
    noun.run = raising(ValueError("Siti binti Example, born 1990"))

    assert cli.main(["doctor"]) == Exit.UNEXPECTED
    said = capsys.readouterr().err
    assert "ValueError at test_frame.py" in said
    assert "Siti" not in said and "Traceback" not in said


def test_a_strange_error_is_whole_for_whoever_debugs(noun, monkeypatch):
    monkeypatch.setenv("TITIP_DEBUG", "1")
    noun.run = raising(ValueError("all of it"))

    with pytest.raises(ValueError, match="all of it"):
        cli.main(["doctor"])


def test_stopping_by_hand_is_no_error(noun, capsys):
    noun.run = raising(KeyboardInterrupt())  # type: ignore[arg-type]

    assert cli.main(["doctor"]) == 130
    assert capsys.readouterr().err == "titip: Stopped.\n"


def test_a_reader_that_leaves_early_is_no_error():
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as nobody:
        done = subprocess.run([sys.executable, "-m", "titip", "--help"], stdout=nobody, stderr=subprocess.PIPE, text=True)

    assert (done.returncode, done.stderr) == (0, "")
