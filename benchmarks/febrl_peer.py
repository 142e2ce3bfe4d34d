"""Splink or recordlinkage over FEBRL, in an environment of its own: `python febrl_peer.py splink|recordlinkage PAIRS.csv A.csv [B.csv]`.

Set up as the tools' own examples for these files do, without the social security number. Pairs are numbered by the rows of A, then of B.
"""

import sys
import warnings

import pandas as pd

COLUMNS = ("given_name", "surname", "street_number", "address_1", "address_2", "suburb", "postcode", "state", "date_of_birth")


def read(path: str, start: int) -> pd.DataFrame:
    """The file's columns, every text trimmed, an empty one missing; rows numbered from ``start``."""
    rows = pd.read_csv(path, dtype=str, keep_default_na=False, skipinitialspace=True)[list(COLUMNS)]
    rows = rows.apply(lambda column: column.str.strip()).replace("", None)
    rows.insert(0, "id", range(start, start + len(rows)))
    return rows


def splink(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Blocking, comparisons and training after Splink's tutorials for FEBRL 3 and 4."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    blocks = [
        block_on("given_name"), block_on("surname"), block_on("date_of_birth"), block_on("postcode"), block_on("suburb"), block_on("address_1"),
        block_on("street_number", "state"),
    ]
    settings = SettingsCreator(
        link_type="dedupe_only" if len(tables) == 1 else "link_only", unique_id_column_name="id", blocking_rules_to_generate_predictions=blocks,
        comparisons=[
            cl.NameComparison("given_name"), cl.NameComparison("surname"), cl.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]), cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("address_1", [1, 2]), cl.DamerauLevenshteinAtThresholds("suburb", [1, 2]), cl.ExactMatch("state"),
        ],
    )
    api = DuckDBAPI()
    linker = Linker([api.register(table) for table in tables], settings)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("date_of_birth", "given_name"), block_on("date_of_birth", "surname"), block_on("given_name", "surname", "postcode")], recall=0.8
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in (block_on("date_of_birth"), block_on("postcode", "surname")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.001).as_pandas_dataframe()
    return found[["id_l", "id_r", "match_probability"]]


def recordlinkage(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Blocking and comparison after its examples for FEBRL, and its expectation–maximisation classifier."""
    import recordlinkage as rl

    tables = [table.set_index("id") for table in tables]
    index = rl.Index()
    for block in ("given_name", "surname", "date_of_birth", "postcode"):
        index.block(block)
    pairs = index.index(*tables)
    compare = rl.Compare()
    for column, least in (("given_name", 0.85), ("surname", 0.85), ("address_1", 0.85), ("suburb", 0.85)):
        compare.string(column, column, method="jarowinkler", threshold=least, label=column)
    for column in ("date_of_birth", "postcode", "state", "street_number"):
        compare.exact(column, column, label=column)
    features = compare.compute(pairs, *tables)
    likely = rl.ECMClassifier(binarize=0.5)
    likely.fit(features)
    found = likely.prob(features).rename("match_probability").reset_index()
    found.columns = ["id_l", "id_r", "match_probability"]
    return found


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    given, start = [], 0
    for one in sys.argv[3:]:
        given.append(read(one, start))
        start += len(given[-1])
    {"splink": splink, "recordlinkage": recordlinkage}[sys.argv[1]](given).to_csv(sys.argv[2], index=False)
