"""Learns the linkage weights from generated files and writes them: `python -m benchmarks.learn_linkage FILE.parquet …`.

The files come from the shared generator (dev seeds 7 and 11, 10,000 and 100,000 rows); their column ``entity_id`` is the truth.
It writes no native script, so that two files of our own generator (seeds 1 and 2) stand beside them.
Each file is read under several specs, so that the weights also hold where a country or a parent was never asked. The weights of
``text`` and ``exact`` cannot be learnt from these files; they are set by hand from the FEBRL files 1 and 2 and stand in ``SET``.
"""

import json
import sys
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
from titip.quality.linkage.weights import FROZEN
from titip.share.rules.files import read_table

FULL = {
    "origin": Kind.COUNTRY, "name": Kind.NAME, "sex": Kind.SEX, "yob": Kind.BIRTH_YEAR, "dob": Kind.BIRTH_DATE, "province": Kind.PLACE,
    "phone": Kind.PHONE, "parent": Kind.PARENT_NAME,
}
WITHOUT = ([], ["origin"], ["origin", "phone", "parent"], ["sex", "dob", "parent"])
SET = {
    "exact.same": 0.8, "exact.differ": -1.5,
    "text.agree": 0.0, "text.agree.rarity": 0.45, "text.near": -0.5, "text.near.rarity": 0.3, "text.differ": -0.8, "text.extra": -0.3,
    "text.none": -0.5, "text.whole": 0.5,
}
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


def main(paths: list[Path]) -> None:
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
    base, weights = learn(files)
    chosen = {name: round(weight, 3) for name, weight in {**weights, **SET}.items() if abs(weight) >= 0.001}
    learnt_on = [*(path.name for path in paths), *(f"tests/quality/linkage/people.py, seed {seed}" for seed in OWN_SEEDS)]
    held = {"version": "1", "about": ABOUT, "learnt_on": learnt_on, "base": round(base, 3), "weights": chosen}
    FROZEN.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
