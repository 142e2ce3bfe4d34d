"""recordlinkage over one table, in an environment of its own: `python recordlinkage_peer.py TABLE.csv PAIRS.csv`.

As its documentation sets up a deduplication: several blocking indexes, Jaro–Winkler on names, exact comparison of the rest, and its
expectation–maximisation classifier without labels. The same cleaned columns as for Splink.
"""

import sys
import warnings

import pandas as pd
import recordlinkage as rl

BLOCKS = (["sorted"], ["first", "birth_year"], ["last", "birth_year"], ["first", "place"], ["last", "place"], ["birth_date"], ["phone"], ["parent", "place"])


def run(table: str, out: str) -> None:
    """Link the table and write all pairs compared, with the classifier's probability."""
    warnings.simplefilter("ignore")
    rows = pd.read_csv(table, dtype=str, keep_default_na=False, na_values=[""], index_col="id")
    rows["sorted"] = rows["name"].fillna("").map(lambda name: " ".join(sorted(name.split())) or None)
    rows["first"], rows["last"] = rows["sorted"].str.split().str[0], rows["sorted"].str.split().str[-1]
    index = rl.Index()
    for block in BLOCKS:
        index.block(block)
    pairs = index.index(rows)
    compare = rl.Compare()
    compare.string("sorted", "sorted", method="jarowinkler", threshold=0.9, label="name")
    for column in ("birth_year", "birth_date", "sex", "country", "place", "phone"):
        compare.exact(column, column, label=column)
    compare.string("parent", "parent", method="jarowinkler", threshold=0.9, label="parent")
    features = compare.compute(pairs, rows)
    likely = rl.ECMClassifier(binarize=0.5)
    likely.fit(features)
    found = likely.prob(features).rename("match_probability").reset_index()
    found.columns = ["id_l", "id_r", "match_probability"]
    found.to_csv(out, index=False)


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2])
