"""Makes the starter's code lists of countries and provinces from Unicode CLDR (codes are ISO 3166; names in six languages).

Provinces keep their ISO 3166-2 code (KH-12). Viet Nam has the 63 provinces from before the merger of July 2025, because people
and earlier cases name them. The Philippines and Indonesia are listed by province, not by region or island.
"""

import csv
import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

STARTER = Path(__file__).parents[2] / "titip" / "dictionary" / "starter"
VERSION = "48.2.0"
LANGUAGES = ["en", "th", "km", "my", "vi", "id"]
REGION = ["KH", "TH", "MM", "LA", "VN", "ID", "PH", "MY", "SG", "BN", "TL"]
LEFT_OUT = {"ths"}  # Pattaya, a city inside Chon Buri
RENAMED = {"lavt": "Vientiane (capital)", "phcom": "Davao de Oro", "tloe": "Oecusse-Ambeno", "sg01": "Central"}
#: Territories of CLDR that are no country or area of ISO 3166-1.
NOT_ISO = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"}


def build() -> None:
    """Write places.csv and countries.csv into the starter folder."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        packages = [f"{name}@{VERSION}" for name in ("cldr-core", "cldr-subdivisions-full", "cldr-localenames-full")]
        subprocess.run(["npm", "install", "--no-save", "--ignore-scripts", *packages], cwd=work, check=True)
        modules = work / "node_modules"
        _countries(modules)
        _places(modules)


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _countries(modules: Path) -> None:
    codes = _read(modules / "cldr-core/supplemental/codeMappings.json")["supplemental"]["codeMappings"]
    names = {
        language: _read(modules / f"cldr-localenames-full/main/{language}/territories.json")["main"][language]["localeDisplayNames"]["territories"]
        for language in LANGUAGES
    }
    iso = sorted(code for code, row in codes.items() if len(code) == 2 and "_alpha3" in row and code in names["en"] and code not in NOT_ISO)
    rows = [[code, codes[code]["_alpha3"], *(_name(names[language], code) for language in LANGUAGES)] for code in iso]
    rows.sort(key=lambda row: (row[0] not in REGION, row[2]))
    _write(STARTER / "countries.csv", ["code", "alpha3", *LANGUAGES], rows)


def _name(names: dict[str, str], code: str) -> str:
    return names.get(f"{code}-alt-short") or names.get(code, "") if code in {"HK", "MO"} else names.get(code, "")


def _places(modules: Path) -> None:
    contains = _read(modules / "cldr-core/supplemental/subdivisionContainment.json")["supplemental"]["subdivisionContainment"]
    names = _read(modules / "cldr-subdivisions-full/subdivisions/en/en.json")["subdivisions"]
    names = names.get("localeDisplayNames", names).get("subdivisions", names)
    rows = []
    for country in REGION:
        leaves = [leaf for code in contains[country]["_contains"] for leaf in contains.get(code, {}).get("_contains", [code])]
        found = {code: RENAMED.get(code, names[code]) for code in leaves if code not in LEFT_OUT}
        rows += [[f"{country}-{code[2:].upper()}", country, name] for code, name in sorted(found.items(), key=lambda pair: pair[1])]
    _write(STARTER / "places.csv", ["code", "parent", "name"], rows)


def _write(path: Path, heading: list[str], rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heading)
        writer.writerows(rows)


if __name__ == "__main__":
    build()
