"""Learns the linkage weights from generated files and writes them: `python -m benchmarks.learn_linkage FILE.parquet …`.

The files come from the shared generator (dev seeds 7 and 11, 10,000 and 100,000 rows); their column ``entity_id`` is the truth.
It writes no native script, so that two files of our own generator (seeds 1 and 2) stand beside them.
Each file is read under several specs, so that the weights also hold where a country or a parent was never asked. Texts and
identifiers stand in neither; with `--febrl FOLDER` their weights are learnt from the FEBRL files 1 and 2 (3 and 4 are for tests)
while all others stay as they are.
"""

import argparse
import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from tests.quality.linkage import people
from titip.quality.linkage.blocking import candidates
from titip.quality.linkage.columns import Texts
from titip.quality.linkage.comparing import Comparer, Pairs
from titip.quality.linkage.learning import Labelled, learn
from titip.quality.linkage.linking import prior
from titip.quality.linkage.records import read_records
from titip.quality.linkage.spec import Kind, Spec
from titip.quality.linkage.weights import FROZEN, Weights
from titip.share.rules.files import read_table

FULL = {
    "origin": Kind.COUNTRY, "name": Kind.NAME, "sex": Kind.SEX, "yob": Kind.BIRTH_YEAR, "dob": Kind.BIRTH_DATE, "province": Kind.PLACE,
    "phone": Kind.PHONE, "parent": Kind.PARENT_NAME,
}
WITHOUT = ([], ["origin"], ["origin", "phone", "parent"], ["sex", "dob", "parent"])
ABOUT = (
    "What each thing that agrees or differs between two records is worth, in nats of evidence (2.3 nats: ten times as likely one person). "
    "A feature that ends in .rarity is multiplied by how rare the agreeing value is in the file: minus the logarithm of its share. "
    "Learnt by logistic regression on made-up people (benchmarks/learn_linkage.py); the size of the file is taken off first."
)
SHARE_OF_STRANGERS = 0.03
OWN_SEEDS = (1, 2)


def load(path: Path) -> dict[str, Texts]:
    """The columns of a file as linkage takes them."""
    return {column.heading.code: Texts(tuple(str(v) for v in column.values), column.codes) for column in read_table(path).table.columns}


def labelled(columns: dict[str, Texts], spec: Spec) -> Labelled:
    """The candidate pairs of one file, compared, with the truth. Of a large file a share of the strangers stands for all."""
    records = read_records(spec, {name: columns[name] for name in spec.compare})
    entity = np.array(columns["entity_id"].cells())
    found = candidates(records)
    same = entity[found.first] == entity[found.second]
    share = SHARE_OF_STRANGERS if len(same) > 1_000_000 else 0.3
    kept = same | (np.random.default_rng(1).random(len(same)) < share)
    first, second, same = found.first[kept], found.second[kept], same[kept]
    comparer = Comparer(records)
    parts = [comparer.features(Pairs(first[i : i + 200_000], second[i : i + 200_000]), fuzzy=True) for i in range(0, len(first), 200_000)]
    features = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    people_of = np.unique(entity, return_counts=True)[1]
    rate = float((people_of * (people_of - 1)).sum() / 2 / records.rows)
    return Labelled(features, same, np.where(same, 1.0, 1 / share), prior(records, rate))


FEBRL = {
    "given_name": Kind.NAME, "surname": Kind.NAME, "street_number": Kind.EXACT, "address_1": Kind.TEXT, "address_2": Kind.TEXT, "suburb": Kind.PLACE,
    "postcode": Kind.EXACT, "state": Kind.COUNTRY, "date_of_birth": Kind.BIRTH_DATE,
}

#: Slips of the hand in whole dates, which the generators do not make.
SLIPS = ("birth_date.one_digit",)


def learn_texts(folder: Path, settled: Weights) -> dict[str, float]:
    """The weights of texts and identifiers, from two clean Latin files, every other weight settled."""
    files = []
    for name in ("dataset1.csv", "dataset2.csv"):
        with (folder / name).open(newline="") as opened:
            rows = [{key: text.strip() for key, text in row.items()} for row in csv.DictReader(opened, skipinitialspace=True)]
        columns = {key: Texts.of(row[key] for row in rows) for key in rows[0]}
        columns["entity_id"] = Texts.of(row["rec_id"].split("-")[1] for row in rows)
        one = labelled(columns, Spec(FEBRL))
        own = {key: values for key, values in one.features.items() if key.split(".")[0] in (Kind.TEXT, Kind.EXACT) or key in SLIPS}
        files.append(Labelled(own, one.same, one.weight, one.prior + settled.evidence(one.features)))
    return learn(files, ridge=3.0)[1]


def main(paths: list[Path], febrl: Path | None) -> None:
    """Learn and write."""
    files = []
    for path in paths:
        columns = load(path)
        large = len(columns["entity_id"]) > 50_000
        for left_out in WITHOUT[:1] if large else WITHOUT:
            files.append(labelled(columns, Spec({name: kind for name, kind in FULL.items() if name not in left_out})))
            print(path.name, "without", left_out or "nothing", len(files[-1].same), flush=True)
    for seed in OWN_SEEDS:
        made = people.table(10_000, seed)
        columns = {name: Texts.of(cells) for name, cells in made.items()} | {"entity_id": Texts.of(made["entity"])}
        own = {name: Kind(kind) for name, kind in people.COMPARE.items()}
        for left_out in ([], ["country"]):
            files.append(labelled(columns, Spec({name: kind for name, kind in own.items() if name not in left_out})))
    base, weights = learn([replace(one, features={key: values for key, values in one.features.items() if key not in SLIPS}) for one in files])
    if febrl is not None:
        weights |= learn_texts(febrl, Weights("", base, weights))
    chosen = {name: round(weight, 3) for name, weight in weights.items() if abs(weight) >= 0.001}
    learnt_on = [*(path.name for path in paths), *(f"tests/quality/linkage/people.py, seed {seed}" for seed in OWN_SEEDS)]
    held = {"version": "1", "about": ABOUT, "learnt_on": learnt_on, "base": round(base, 3), "weights": chosen}
    FROZEN.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--febrl", type=Path, help="where dataset1.csv and dataset2.csv stand")
    given = parser.parse_args()
    main(given.files, given.febrl)
