"""Splink 5 on DuckDB over one table, in an environment of its own: `python splink_peer.py TABLE.csv PAIRS.csv`.

Set up as its own tutorial does for people: blocking on several rules, Jaro–Winkler levels on names, term frequencies, weights by
expectation–maximisation without labels. Columns: id, name, sex, birth_year, birth_date, country, place, phone, parent; the names
come cleaned (case, accents, honorifics, short forms), as a careful user of Splink would clean them.
"""

import sys

import pandas as pd
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

LEAST = 0.001


def run(table: str, out: str) -> None:
    """Link the table and write the pairs of any hope, with their probability."""
    rows = pd.read_csv(table, dtype=str, keep_default_na=False, na_values=[""])
    rows["sorted"] = rows["name"].fillna("").map(lambda name: " ".join(sorted(name.split())) or None)
    rows["first"], rows["last"] = rows["sorted"].str.split().str[0], rows["sorted"].str.split().str[-1]
    rows["near_year"] = (rows["birth_year"].astype(float) // 3).astype("Int64").astype(str)
    blocks = [
        block_on("sorted"), block_on("first", "birth_year"), block_on("last", "birth_year"), block_on("first", "place"), block_on("last", "place"),
        block_on("first", "near_year", "sex"), block_on("last", "near_year", "sex"), block_on("birth_date"), block_on("phone"), block_on("parent", "place"),
        block_on("parent", "birth_year"), block_on("substr(sorted, 1, 4)", "birth_year", "sex"), block_on("birth_year", "place", "sex"),
    ]
    settings = SettingsCreator(
        link_type="dedupe_only", unique_id_column_name="id", blocking_rules_to_generate_predictions=blocks,
        comparisons=[
            cl.JaroWinklerAtThresholds("sorted", [0.95, 0.88, 0.8, 0.7]).configure(term_frequency_adjustments=True),

            cl.CustomComparison(output_column_name="birth_year", comparison_levels=[
                cll.NullLevel("birth_year"), cll.ExactMatchLevel("birth_year"),
                cll.AbsoluteDifferenceLevel("CAST(birth_year AS INT)", 1), cll.AbsoluteDifferenceLevel("CAST(birth_year AS INT)", 3), cll.ElseLevel(),
            ]),
            cl.ExactMatch("birth_date"), cl.ExactMatch("sex"), cl.ExactMatch("country"),
            cl.ExactMatch("place").configure(term_frequency_adjustments=True), cl.ExactMatch("phone"), cl.JaroWinklerAtThresholds("parent", [0.95, 0.85]),
        ],
    )
    api = DuckDBAPI()
    try:
        linker = Linker(api.register(rows), settings)  # from version 5 on
    except AttributeError:
        linker = Linker(rows, settings, api)
    linker.training.estimate_probability_two_random_records_match([block_on("sorted", "birth_year"), block_on("phone")], recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in (block_on("sorted"), block_on("birth_year", "place", "sex"), block_on("birth_date")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=LEAST).as_pandas_dataframe()
    found[["id_l", "id_r", "match_probability"]].to_csv(out, index=False)


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2])
