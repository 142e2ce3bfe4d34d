"""What ruff forbids is proven by planted faults: a ban that is misspelt in pyproject.toml would forbid nothing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.miniature import ROOT

PLANTED = [
    ("from datetime import datetime\n\nx = datetime.now()", "TID251"),
    ("import datetime as dt\n\nx = dt.datetime.utcnow()", "TID251"),
    ("import datetime\n\nx = datetime.date.today()", "TID251"),
    ("from django.utils import timezone\n\nx = timezone.now()", "TID251"),
    ("from django.utils.timezone import now\n\nx = now()", "TID251"),
    ("import random\n\nx = random.random()", "TID251"),
    ("from random import choice\n\nx = choice", "TID251"),
    ("import numpy as np\n\nx = np.random.rand(3)", "TID251"),
    ("import pickle\n\nx = pickle", "TID251"),
    ("from cryptography.fernet import Fernet\n\nx = Fernet", "TID251"),
    ("from django.db.models.signals import post_save\n\nx = post_save", "TID251"),
    ("from django.dispatch import receiver\n\nx = receiver", "TID251"),
    ("from django.contrib.auth.signals import user_logged_in\n\nx = user_logged_in", "TID251"),
    ("from django.apps import apps\n\nx = apps.get_model('register', 'Person')", "TID251"),
    ("from django.contrib import admin\n\nx = admin", "TID251"),
    ("import importlib\n\nx = importlib.import_module('titip.register')", "TID251"),
    ("from . import rules\n\nx = rules", "TID252"),
    ("from django.utils.translation import gettext as _\n\nx = _(f'Hello {__name__}')", "INT001"),
    ("from django.utils.translation import gettext_lazy\n\nx = gettext_lazy(f'Hello {__name__}')", "INT001"),
    ("from django.utils.translation import ngettext\n\nx = ngettext('{} a', '{} b', 2) % 3\ny = ngettext('%d' % 1, 'b', 2)", "INT003"),
    ("print('hello')", "T201"),
    ("import hashlib\n\nx = hashlib.md5(b'').hexdigest()", "S324"),
    ("import subprocess\n\nsubprocess.run('ls', shell=True)", "S602"),
    ("from django.utils.safestring import mark_safe\n\nx = mark_safe(open('x').read())", "S308"),
    ("x = eval('1')", "S307"),
]


def found(source: str, name: str) -> set[str]:
    """The codes of ruff's findings for a module of that name."""
    command = [str(Path(sys.executable).parent / "ruff"), "check", "--no-cache", "--output-format", "json", "--stdin-filename", name, "-"]
    done = subprocess.run(command, input=f'"""Says what it is."""\n\n{source}\n', capture_output=True, text=True, cwd=ROOT)
    assert done.returncode in {0, 1}, done.stderr
    return {finding["code"] for finding in json.loads(done.stdout)}


@pytest.mark.parametrize(("source", "code"), PLANTED, ids=lambda part: part.splitlines()[-1])
def test_a_planted_fault_is_found(source: str, code: str) -> None:
    assert code in found(source, "titip/casework/actions.py")


def test_the_vault_may_use_cryptography() -> None:
    assert not found("from cryptography.fernet import Fernet\n\nx = Fernet", "titip/protect/vault/crypto.py")


def test_ordinary_code_passes() -> None:
    assert not found("from titip.kit import clock\n\nx = clock.now()", "titip/casework/actions.py")
