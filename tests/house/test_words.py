"""The source keeps the house rules about words, and each rule is proven by a planted fault."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house import words
from tests.house.miniature import ROOT

SAID = '"""Says what it is."""\n'

PLANTED = [
    (words.silent, "casework/reads.py", "x = 1"),
    (words.makes_grounds, "casework/actions.py", "g = Grounds(kind=1)"),
    (words.makes_grounds, "casework/actions.py", "g = rules.Grounds(kind=1)"),
    (words.makes_grounds, "intake/actions.py", "import dataclasses\ng = dataclasses.replace(Grounds.empty, kind=2)"),
    (words.touches_cryptography, "protect/vault/keyring.py", "from cryptography.fernet import Fernet"),
    (words.touches_cryptography, "share/actions.py", "def late():\n    import cryptography"),
    (words.unsafe_import, "protect/vault/crypto.py", "import random"),
    (words.unsafe_import, "share/actions.py", "from pickle import loads  # noqa: TID251"),
    (words.hidden_import, "share/reads.py", "m = apps.get_model('register', 'Person')"),
    (words.hidden_import, "share/reads.py", "m = importlib.import_module('titip.register.models')"),
    (words.hidden_import, "share/reads.py", "m = __import__('titip.register.models')"),
    (words.hidden_import, "share/reads.py", "import titip"),
    (words.signal, "share/apps.py", "from django.db.models.signals import post_save"),
    (words.signal, "share/apps.py", "from django.db.models import signals"),
    (words.signal, "share/apps.py", "@receiver(saved)\ndef f(): ..."),
    (words.reads_the_clock, "share/reads.py", "x = datetime.now()"),
    (words.reads_the_clock, "share/reads.py", "x = dt.datetime.now(UTC)"),
    (words.reads_the_clock, "share/reads.py", "x = date.today()"),
    (words.reads_the_clock, "share/reads.py", "x = timezone.now()"),
    (words.changes_by_position, "casework/actions.py", "@transaction.atomic\ndef close(case, actor): ..."),
    (words.changes_by_position, "casework/actions/cases.py", "@transaction.atomic(using='default')\ndef close(case, actor, *, reason): ..."),
]

FINE = [
    (words.makes_grounds, "consent/actions.py", "g = Grounds(kind=1)"),
    (words.makes_grounds, "casework/actions.py", "def seal(*, grounds: Grounds): ..."),
    (words.touches_cryptography, "protect/vault/crypto.py", "import cryptography"),
    (words.hidden_import, "casework/migrations/0001.py", "def forwards(apps, editor):\n    apps.get_model('casework', 'Case')"),
    (words.hidden_import, "share/rules.py", "from titip import __version__"),
    (words.reads_the_clock, "share/reads.py", "x = clock.now()"),
    (words.changes_by_position, "casework/actions.py", "@transaction.atomic\ndef close(*, case, actor): ...\ndef _inner(case, actor): ..."),
    (words.changes_by_position, "casework/reads.py", "def one(case): ..."),
]

Rule = Callable[[Path, ast.Module], Iterator[str]]


def modules() -> Iterator[Path]:
    return (path for path in sorted((ROOT / "titip").rglob("*.py")) if "__pycache__" not in path.parts)


@pytest.mark.parametrize("rule", words.RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_the_rule(rule: Rule) -> None:
    paths = [path for path in modules() if not ("migrations" in path.parts and rule is words.silent)]

    faults = [fault for path in paths for fault in rule(path.relative_to(ROOT / "titip"), ast.parse(path.read_text(encoding="utf-8")))]

    assert paths
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("rule", "path", "source"), PLANTED, ids=lambda part: getattr(part, "__name__", str(part).splitlines()[-1]))
def test_a_planted_fault_is_found(rule: Rule, path: str, source: str) -> None:
    assert list(rule(Path(path), ast.parse(source)))


@pytest.mark.parametrize(("rule", "path", "source"), FINE, ids=lambda part: getattr(part, "__name__", str(part).splitlines()[-1]))
def test_what_is_allowed_passes(rule: Rule, path: str, source: str) -> None:
    assert not list(rule(Path(path), ast.parse(SAID + source)))


def test_every_rule_has_a_planted_fault() -> None:
    assert set(words.RULES) == {rule for rule, _, _ in PLANTED}


def test_every_module_that_draws_exists() -> None:
    assert all((ROOT / "titip" / path).exists() for path in words.DRAWS)
