"""Splink as the engine of a batch: on DuckDB for clean Latin files, on Spark for what one machine cannot hold.

The columns are read and cleaned as for our own engine (``records``), so that both judge the same things. Splink's weights
are not ours: they are found without labels, by expectation–maximisation over the file itself (Fellegi and Sunter 1969; Splink 5,
Ministry of Justice, MIT). A pair's reasons are still told by our own comparison. Needs the extra ``titip[splink]``, and for Spark
``titip[spark]`` with Java 17.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from titip.quality.linkage.births import births
from titip.quality.linkage.columns import Texts
from titip.quality.linkage.linking import FORGOTTEN, Linked, best_partners, wanted
from titip.quality.linkage.records import READ, Records, joined_up, only, read_records
from titip.quality.linkage.spec import Kind, Spec
from titip.quality.linkage.splink_blocks import meeting, pairs_sharing
from titip.quality.linkage.splink_places import Backend, OnDuckDB, backend, quiet
from titip.quality.linkage.weights import frozen
from titip.quality.linkage.words import name_words, text_words

#: Pairs drawn to learn how often strangers agree by chance.
DRAWN, SEED = 2_000_000, 1
#: The share of true pairs that agree on name and birth, by which Splink guesses how many there are.
RECALL = 0.6
#: Weights are learnt from about so many rows.
LEARNT_FROM = 200_000
#: A view of more pairs than this for each row is too wide to learn from.
MOST_STRANGERS = 1.0
_RARE = 1e-6
#: Splink's own, where nothing has been learnt.
_USUAL_PRIOR = 1e-4
_LEAST = float(1 / (1 + np.exp(-FORGOTTEN)))


@dataclass(frozen=True)
class _Prepared:
    """The cleaned table, a column each, and which of its columns are what; ``meetings`` are those by which rows meet."""

    table: Mapping[str, np.ndarray]
    names: tuple[str, ...]
    words: tuple[str, ...]
    exact: tuple[str, ...]
    places: tuple[str, ...]
    year: bool
    date: bool
    meetings: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Learnt:
    """``prior``: how often two rows drawn blindly are one person. ``weights``: for each column how often each level of agreement
    occurs in one person, and by chance."""

    prior: float
    weights: Mapping[str, tuple[list[float], list[float]]]


def splink_dedupe(spec: Spec, columns: Mapping[str, Texts], *, engine: str) -> Linked:
    """As ``linking.dedupe``, by Splink on ``duckdb`` or ``spark``. Raises BadSpec, EngineMissing."""
    return _run(spec, wanted(spec, columns), 0, engine)


def splink_match(spec: Spec, first: Mapping[str, Texts], second: Mapping[str, Texts], *, engine: str, one_to_one: bool = False) -> Linked:
    """As ``linking.match``, by Splink on ``duckdb`` or ``spark``. Raises BadSpec, EngineMissing."""
    upper, lower = wanted(spec, first), wanted(spec, second)
    begins = len(next(iter(upper.values())))
    linked = _run(spec, {name: upper[name].then(lower[name]) for name in upper}, begins, engine)
    return best_partners(linked) if one_to_one else linked


def _run(spec: Spec, columns: Mapping[str, Texts], second: int, engine: str) -> Linked:
    records = read_records(spec, columns, second=second)
    nothing = Linked(records, *(np.empty(0, np.int32),) * 2, np.empty(0, np.float32), 0, 0.0, frozen())
    if records.rows < 2:
        return nothing
    prepared = _met(_prepared(spec, columns, records))
    with quiet(), backend(engine, prepared.table) as place:
        linker = _linker(prepared, second, place, _learn(prepared, second))
        found = place.pairs(linker.inference.predict(threshold_match_probability=_LEAST))
    one, other = found["row_l"].astype(np.int32), found["row_r"].astype(np.int32)
    probability = found["match_probability"].astype(np.float32)
    one, other = np.minimum(one, other), np.maximum(one, other)
    order = np.lexsort((other, one, -probability))
    return replace(nothing, first=one[order], second=other[order], probability=probability[order], compared=len(order),
                   rate=float(probability.sum() / records.rows))


def _prepared(spec: Spec, columns: Mapping[str, Texts], records: Records) -> _Prepared:
    """One row a record: ``row``, ``file``, and every compared element cleaned, with nothing where nothing is known."""
    table: dict[str, np.ndarray] = {"row": np.arange(records.rows)}
    names, words = [], []
    for kind in (Kind.NAME, Kind.NATIVE_NAME):
        if (texts := joined_up([columns[column] for column in spec.of(kind)])) is not None:
            names.append(kind.value)
            spelt = [sorted(name_words(value)) for value in texts.values]
            for column, pick in ((kind.value, slice(None)), (f"{kind}_first", slice(0, 1)), (f"{kind}_last", slice(-1, None))):
                table[column] = _spread([" ".join(word[pick]) for word in spelt], texts.codes)
    for place, column in enumerate(spec.of(Kind.PARENT_NAME, Kind.TEXT)):
        read = text_words if spec.compare[column] is Kind.TEXT else name_words
        words.append(f"words_{place}")
        table[words[-1]] = _spread([" ".join(read(value)) for value in columns[column].values], columns[column].codes)
    exact: list[str] = []
    places: list[str] = []
    for place, column in enumerate(column for column, kind in spec.compare.items() if kind in READ):
        kind = spec.compare[column]
        (places if kind is Kind.PLACE else exact).append(f"{kind}_{place}")
        table[f"{kind}_{place}"] = _spread([READ[kind](value) for value in columns[column].values], columns[column].codes)
    year, day = births(only(spec, columns, Kind.BIRTH_DATE), only(spec, columns, Kind.BIRTH_YEAR), records.rows)
    table["birth_year"], table["near_year"] = year.astype(np.int64), year.astype(np.int64) // 3
    table["birth_date"] = np.where(day > 0, year.astype(np.int64) * 10_000 + day, 0)
    return _Prepared(table, tuple(names), tuple(words), tuple(exact), tuple(places), bool((year > 0).any()), bool((day > 0).any()))


def _spread(cleaned: Sequence[str], codes: np.ndarray) -> np.ndarray:
    """A text a row; nothing where nothing is known."""
    spread: np.ndarray = np.array([*(text or None for text in cleaned), None], dtype=object)[codes]
    return spread


def _blocks(prepared: _Prepared) -> list[tuple[str, ...]]:
    """What two rows must share to be compared at all; the finest last, for what is too common in a large file."""
    year = (("birth_year",), ("near_year", *(c for c in prepared.exact if c.startswith(Kind.SEX)))) if prepared.year else ()
    found: list[tuple[str, ...]] = [("birth_date",)] if prepared.date else []
    telling = [(c,) for c in prepared.exact if c.startswith((Kind.PHONE, Kind.EXACT))]
    for name in prepared.names:
        found.append((name,))
        beside = [*year, *((place,) for place in prepared.places), *(((word,)) for word in prepared.words)]
        found += [(f"{name}_{end}", *other) for end in ("first", "last") for other in beside or [()]]
    around = [*(("birth_year",) if prepared.year else ()), *prepared.places]
    found += [(word, other) for word in prepared.words for other in around] or ([] if prepared.names else [(word,) for word in prepared.words])
    for name in prepared.names:
        found += [(name, other) for other in around]
        found += [(f"{name}_{end}", "birth_date") for end in ("first", "last") if prepared.date]
    return list(dict.fromkeys([*telling, *found]))


def _met(prepared: _Prepared) -> _Prepared:
    found = meeting(prepared.table, _blocks(prepared))
    return replace(prepared, table={**prepared.table, **found}, meetings=tuple(found))


def _comparisons(prepared: _Prepared, learnt: _Learnt | None) -> list[Any]:
    """How each element is compared, with the weights that were learnt."""
    import splink.comparison_level_library as levels
    import splink.comparison_library as compare

    years = compare.CustomComparison(output_column_name="birth_year", comparison_levels=[
        levels.NullLevel("birth_year"), levels.ExactMatchLevel("birth_year"), levels.AbsoluteDifferenceLevel("birth_year", 1),
        levels.AbsoluteDifferenceLevel("birth_year", 3), levels.ElseLevel(),
    ])
    made: dict[str, Any] = {name: compare.JaroWinklerAtThresholds(name, [0.95, 0.88, 0.8, 0.7]) for name in prepared.names}
    made |= {word: compare.JaroWinklerAtThresholds(word, [0.95, 0.85]) for word in prepared.words}
    made |= ({"birth_year": years} if prepared.year else {}) | ({"birth_date": compare.ExactMatch("birth_date")} if prepared.date else {})
    made |= {column: compare.ExactMatch(column) for column in (*prepared.places, *prepared.exact)}
    for column, comparison in made.items():
        if column in prepared.names or column in prepared.places:
            comparison.configure(term_frequency_adjustments=True)
        if learnt is not None and column in learnt.weights:  # else, in a file with hardly a row, Splink's own guess stands
            same, chance = learnt.weights[column]
            comparison.configure(m_probabilities=same, u_probabilities=chance)
    return list(made.values())


def _linker(prepared: _Prepared, second: int, backend: Backend, learnt: _Learnt | None, rows: str = "true") -> Any:
    """A Splink linker over the rows for which the SQL condition holds."""
    from splink import Linker, SettingsCreator, block_on

    settings = SettingsCreator(
        link_type="link_only" if second else "dedupe_only", unique_id_column_name="row", comparisons=_comparisons(prepared, learnt),
        blocking_rules_to_generate_predictions=[block_on(rule) for rule in prepared.meetings],
        probability_two_random_records_match=learnt.prior if learnt else _USUAL_PRIOR,
    )
    parts = (f"row < {second}", f"row >= {second}") if second else ("true",)
    return Linker([backend.part(f"{part} and {rows}") for part in parts], settings, log_level=None)


def _learn(prepared: _Prepared, second: int) -> _Learnt:
    """Weights without labels, on DuckDB: chance agreement from strangers drawn by lot, the rest by expectation–maximisation over several
    views of the file. Of a large file a share of the rows is looked at: how often two rows are one person is the same among them."""
    from splink import block_on
    from splink.internals.exceptions import EMTrainingException, SplinkException

    share = max(1, -(-len(prepared.table["row"]) // LEARNT_FROM))
    rng = np.random.default_rng(SEED)  # noqa: TID251 - which rows are learnt from, the same at each run
    drawn = rng.random(len(prepared.table["row"])) < 1 / share  # row by row: doubles often stand beside each other
    linker = _linker(prepared, second, OnDuckDB({**prepared.table, "drawn": drawn.astype(np.int64)}), None, "drawn = 1")
    certain: list[tuple[str, ...]] = [(name, "birth_year" if prepared.year else f"{name}_first") for name in prepared.names]
    certain += [(f"{name}_first", "birth_date") for name in prepared.names if prepared.date]
    certain += [(column,) for column in prepared.exact if column.startswith(Kind.PHONE)]
    with suppress(ValueError):  # hardly a row: Splink's own guess stands
        linker.training.estimate_probability_two_random_records_match([block_on(*columns) for columns in certain or _blocks(prepared)], recall=RECALL)
    linker.training.estimate_u_using_random_sampling(max_pairs=DRAWN, seed=SEED)
    for columns in _views(prepared, share):
        with suppress(EMTrainingException, SplinkException):  # no two rows share this much; the other views teach
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(*columns))
    return _read(linker.misc.save_model_to_json())


def _views(prepared: _Prepared, share: int) -> list[tuple[str, ...]]:
    """What pairs must agree on for the rest to be learnt from them. Among far more pairs of strangers than of doubles,
    expectation–maximisation takes some other pattern for sameness: names too common for that are looked at with year and place, and birth
    dates not at all. Year and place stay: they alone show doubles with dirty names."""
    most = MOST_STRANGERS * share * len(prepared.table["row"])  # in a share of the rows, pairs are as few as its square
    beside = [*(("birth_year",) if prepared.year else ()), *prepared.places[:1]]
    views: list[tuple[str, ...]] = []
    for name in prepared.names:
        common = beside and pairs_sharing(prepared.table, (name,)) > most
        views += [(name, other) for other in beside] if common else [(name,)]
    if prepared.date and pairs_sharing(prepared.table, ("birth_date",)) <= most:
        views.append(("birth_date",))
    views += [(column,) for column in prepared.exact if column.startswith((Kind.PHONE, Kind.EXACT))]
    return [*views, tuple(beside)] if prepared.year else views


def _read(model: Mapping[str, Any]) -> _Learnt:
    """The weights in Splink's model. A level that never occurred says nothing: as likely in one person as by chance."""
    weights = {}
    for comparison in model["comparisons"]:
        held = [level for level in comparison["comparison_levels"] if not level.get("is_null_level")]
        chance = [level.get("u_probability", level.get("m_probability", _RARE)) for level in held]
        same = [level.get("m_probability", by_chance) for level, by_chance in zip(held, chance, strict=True)]
        weights[comparison["output_column_name"]] = (same, chance)
    prior = model["probability_two_random_records_match"]
    return _Learnt(prior if 0 < prior < 1 else _USUAL_PRIOR, weights)  # nought where no two rows share anything, or nothing is known
