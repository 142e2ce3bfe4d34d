"""Each contract is proven by faults planted in a house in miniature: it breaks for the fault meant for it, and for no other."""

from pathlib import Path

import pytest

from tests.house.miniature import ROOT, Miniature, contract, settings

FAULTS = [
    # module, what is planted, contracts that must break
    ("titip.register.reads", "from titip.casework import reads", "path"),
    ("titip.kit", "from titip.dictionary import rules", "path"),
    ("titip.consent.actions", "def late():\n    from titip.intake.actions import anything", "path"),
    ("titip.web.views", "from titip.cli import reads", "path"),
    ("titip.kitchen", "", "path"),
    ("titip.casework.reads", "from titip.casework import actions", "order"),
    ("titip.casework.models", "import titip.casework.reads", "order"),
    ("titip.register.rules", "from titip.register.models import Person", "order"),
    ("titip.protect.actions", "from titip.protect import gate", "order"),
    ("titip.protect.models", "from titip.protect import vault", "order"),
    ("titip.share.disclosure", "from titip.share import models", "order"),
    ("titip.intake.helpers", "", "order"),
    ("titip.casework.actions", "from titip.register.models import Person", "doors"),
    ("titip.casework.views", "from titip.register import forms", "doors"),
    ("titip.casework.views", "from titip.register import urls", "doors"),
    ("titip.casework.views", "from titip.register import apps", "doors"),
    ("titip.casework.actions", "from titip import register", "doors"),
    ("titip.cli.doctor", "from titip.register import urls", "doors"),
    ("titip.web.views", "from titip.register import models", "doors"),
    ("titip.share.reads", "from titip.protect import vault", "doors"),
    ("titip.govern.actions", "from titip.protect.vault import anything", "doors"),
    ("titip.consent.rules", "from django.utils import timezone", "pure"),
    ("titip.share.disclosure", "from titip.protect import gate", "pure"),
    ("titip.share.disclosure", "import django", "pure"),
    ("titip.analyse.reads", "from titip.register import reads", "released"),
    ("titip.present.actions", "from titip.casework import reads", "released"),
    ("titip.analyse.actions", "from titip.protect import vault", "doors released"),
]

ALLOWED = [
    ("titip.casework.views", "from titip.protect import gate\nfrom titip.casework import forms, actions, reads"),
    ("titip.casework.actions", "from titip.protect import vault\nfrom titip.register import actions, reads, rules"),
    ("titip.intake.forms", "from titip.dictionary import form_builder"),
    ("titip.register.models", "from titip.dictionary import bases\nfrom titip.kit import dates"),
    ("titip.kit.dates", ""),
    ("titip.protect.gate", "import django\nfrom titip.protect import actions, reads, vault"),
    ("titip.protect.reads", "from titip.protect import vault"),
    ("titip.protect.vault", "from titip.protect import models"),
    ("titip.analyse.statistics", "from titip.share import rules"),
    ("titip.analyse.actions", "from titip.share import actions, disclosure"),
    ("titip.web.urls", "from titip.casework import urls\nfrom titip.protect import vault"),
    ("titip.cli.keys", "from titip.protect import vault\nfrom titip.casework import actions"),
    ("titip.casework.migrations.0001", "import titip.register.models"),
    ("titip.share.rules", "from titip import __version__"),
]


def named(part: object) -> str:
    return str(part).splitlines()[-1].strip() if part else "is there"


@pytest.mark.parametrize(("module", "planted", "meant"), FAULTS, ids=named)
def test_a_planted_fault_breaks_the_contract_meant_for_it(tmp_path: Path, module: str, planted: str, meant: str) -> None:
    house = Miniature(tmp_path)
    # What the gate really does: it is one step from Django.
    house.write("titip.protect.gate", "import django")

    house.write(module, planted)

    assert house.broken() == set(meant.split())


def test_what_the_house_allows_breaks_nothing(tmp_path: Path) -> None:
    house = Miniature(tmp_path)

    for module, planted in ALLOWED:
        house.write(module, planted)

    assert house.broken() == set()


def test_every_contract_has_a_planted_fault() -> None:
    assert {found["id"] for found in settings()["contracts"]} == set(" ".join(meant for _, _, meant in FAULTS).split())


def test_every_engine_that_is_a_door_is_held_to_be_pure() -> None:
    layers = [part.strip("() ") for layer in contract("order")["layers"] if "|" in layer for part in layer.split("|")]
    doors = {name for name in contract("doors")["named_doors"] if name.split(".")[1] in layers}

    standing = {f"titip.{name}" for name in doors if list((ROOT / "titip" / name.replace(".", "/")).glob("*.py"))}

    assert standing <= set(contract("pure")["source_modules"])
