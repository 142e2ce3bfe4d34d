"""Compiles GOV.UK Frontend's components under our brand and takes its script as it is."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
STATIC = HERE.parents[1] / "titip" / "web" / "static" / "titip"

# Exact versions; the integrity is the one the registry publishes, checked by npm and again below.
PACKAGES = {
    "govuk-frontend": (
        "6.6.0",
        "sha512-xctkWrQvLnvQt7fyjQ3MGX9S0wz0x0RQuLxCeoXF+s8EjGICG81/DYQGKN5qgO+0KVT12UAaRwUsGY6fulRcRg==",
    ),
    "sass": (
        "1.108.2",
        "sha512-kugK8djotnG9HQRPTOf36asKYlxg8rWWsNLYHOgWDIVOiZQqlRfKBgF4XXM6kfw146kIDMvm57B4GIkvDSyTzA==",
    ),
}
BANNER = "/* GOV.UK Frontend {version}, MIT licence, Crown copyright (GOVUK-LICENCE.txt). Made by tools/vendor/build. */\n"


def build() -> None:
    """Write govuk.css and govuk-frontend.min.js into the static folder."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        _install(work)
        css = _compile(work)
        script = (work / "node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js").read_text(encoding="utf-8")
    banner = BANNER.format(version=PACKAGES["govuk-frontend"][0])
    (STATIC / "govuk.css").write_text(banner + css, encoding="utf-8")
    (STATIC / "govuk-frontend.min.js").write_text(
        banner + re.sub(r"//# sourceMappingURL=.*\s*$", "", script), encoding="utf-8"
    )


def _install(work: Path) -> None:
    """Install the pinned packages without running their scripts; refuse another content than the one recorded."""
    names = [f"{name}@{version}" for name, (version, _) in PACKAGES.items()]
    environment = {**os.environ, "npm_config_update_notifier": "false"}
    command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--save-exact", *names]
    subprocess.run(command, cwd=work, env=environment, check=True, stdout=subprocess.DEVNULL)
    lock = json.loads((work / "node_modules/.package-lock.json").read_text(encoding="utf-8"))
    for name, (version, integrity) in PACKAGES.items():
        found = lock["packages"][f"node_modules/{name}"]
        if (found["version"], found["integrity"]) != (version, integrity):
            raise SystemExit(f"{name} is not the {version} we recorded: {found['integrity']}")


def _compile(work: Path) -> str:
    """Lay our palette over theirs and compile the components we use into one compressed style sheet."""
    govuk = work / "node_modules/govuk-frontend/dist/govuk"
    shutil.copy(HERE / "look/palette.scss", govuk / "settings/_colours-palette--internal.scss")
    command = [
        "node_modules/.bin/sass",
        "--no-source-map",
        "--style=compressed",
        f"--load-path={govuk.parent}",
        "--quiet-deps",
        str(HERE / "look/govuk.scss"),
    ]
    result = subprocess.run(command, cwd=work, check=True, capture_output=True, text=True)
    return result.stdout.removeprefix("\ufeff")
