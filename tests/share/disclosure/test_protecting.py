"""Every kind of protection, recounted with dictionaries: k, l and t hold, and each row is a recoding of its own."""

import math
from collections import Counter, defaultdict
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.share.disclosure.made_up import AGES, HIERARCHIES, PLACES, QUASI, column, table, tables, texts
from titip.share.disclosure import Asked, Demand, Hierarchy, Method, Recoding, SmallPlaces, climb, demands, protect, protecting, recode
from titip.share.rules import ReleaseRefused, Table, TableProblem

CONDITIONS: list[dict[str, Any]] = [
    {},
    {"sensitive": ["illness"], "l": 2},
    {"sensitive": ["illness"], "l": 2, "entropy": True},
    {"sensitive": ["illness"], "t": 0.3},
    {"sensitive": ["income"], "t": 0.2},
    {"sensitive": ["illness", "income"], "l": 3, "t": 0.4},
]


@settings(max_examples=150, deadline=None)
@given(tables, st.sampled_from(list(Method)), st.sampled_from(CONDITIONS), st.integers(2, 7))
def test_k_l_and_t_hold_and_every_row_is_its_own_recoding(made: Table, method: Method, more: dict[str, Any], k: int) -> None:
    outcome = protect(made, Asked(QUASI, k, method, hierarchies=HIERARCHIES, **more))

    before, after = texts(made), texts(outcome.table)
    classes = defaultdict(list)
    for row in after:
        classes[tuple(row[name] for name in QUASI)].append(row)
    assert min(len(rows) for rows in classes.values()) >= k == outcome.after.k
    for name in more.get("sensitive", []):
        overall = Counter(row[name] for row in after)
        for rows in classes.values():
            _meets(Counter(row[name] for row in rows), overall, more, ordered=name == "income")
    for was, now in zip(before, after, strict=True):
        assert now["illness"] == was["illness"] and now["income"] == was["income"]
        assert all(_recoding(was[name], now[name], name, method) for name in QUASI)


def _meets(counts: Counter[str], overall: Counter[str], more: dict[str, Any], ordered: bool) -> None:
    n, total = counts.total(), overall.total()
    if more.get("entropy"):
        assert -sum(c / n * math.log(c / n) for c in counts.values()) >= math.log(more["l"]) - 1e-6
    elif "l" in more:
        assert len(counts) >= more["l"]
    if "t" in more:
        values = sorted(overall, key=float) if ordered else list(overall)
        gaps = [counts[value] / n - overall[value] / total for value in values]
        distance = np.abs(np.cumsum(gaps)).sum() / max(len(values) - 1, 1) if ordered else np.abs(gaps).sum() / 2
        assert distance <= more["t"] + 1e-6


def _recoding(was: str, now: str, name: str, method: Method) -> bool:
    allowed = {was, "*"}
    if method is not Method.SUPPRESS and name in HIERARCHIES:
        allowed |= set(HIERARCHIES[name].paths.get(was, ()))
    return now in allowed


@pytest.mark.parametrize("method", list(Method))
def test_a_reader_who_takes_the_star_for_anything_finds_nobody_sooner(method: Method) -> None:
    """She knows everybody's answers, and reads ``*`` as any value and a coarser value as any that it covers: rows that may be one's, people behind a row."""

    def fewest(one: Table) -> int:
        known, shown = ([tuple(row[name] for name in QUASI) for row in texts(each)] for each in (made, one))
        fits = np.array([[all(_recoding(w, n, name, method) for w, n, name in zip(was, now, QUASI, strict=True)) for now in shown] for was in known])
        return int(min(fits.sum(axis=0).min(), fits.sum(axis=1).min()))

    for seed in range(3):
        made = table(90, seed)
        assert fewest(made) < 5 <= fewest(protect(made, Asked(QUASI, 5, method, hierarchies=HIERARCHIES)).table)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 6), st.sampled_from([{}, {"distinct": 2}, {"t": 0.35}]))
def test_branch_and_bound_finds_what_trying_every_combination_finds(seed: int, k: int, more: dict[str, Any]) -> None:
    made = table(60, seed)
    recodings = [Recoding.of(made.column(name), HIERARCHIES.get(name)) for name in QUASI]
    asked = [Demand("illness", made.column("illness").codes, **more)] if more else []

    found = recode([one.steps for one in recodings], k, asked)

    assert found.loss == pytest.approx(min(_every_loss(recodings, made, k, more)))
    assert found.tried < found.nodes


def _every_loss(recodings: list[Recoding], made: Table, k: int, more: dict[str, Any]) -> list[float]:
    illness = made.column("illness").codes.tolist()
    overall = Counter(illness)
    losses = []
    for node in np.ndindex(*(len(one.steps.groups) for one in recodings)):
        codes = list(zip(*(one.steps.codes(step).tolist() for one, step in zip(recodings, node, strict=True)), strict=True))
        loss = sum(one.steps.losses[step][one.steps.base] for one, step in zip(recodings, node, strict=True))
        members = defaultdict(list)
        for place, key in enumerate(codes):
            members[key].append(place)
        for places in members.values():
            counts = Counter(illness[place] for place in places)
            far = sum(abs(counts[v] / len(places) - overall[v] / len(illness)) for v in overall) / 2
            if len(places) < k or len(counts) < more.get("distinct", 0) or far > more.get("t", 1) + 1e-9:
                loss[places] = len(recodings)
        losses.append(float(loss.sum()) / loss.size / len(recodings))
    return losses


def test_local_recoding_loses_less_than_the_best_full_domain_recoding_and_than_suppression() -> None:
    made = table(600, 3)

    losses = {method: protect(made, Asked(QUASI, 5, method, hierarchies=HIERARCHIES)).utility.ncp for method in Method}

    assert losses[Method.RECODE] < min(losses[Method.OPTIMAL], losses[Method.SUPPRESS])


def test_what_an_engine_breaks_is_found_by_the_recount(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted defects: an engine that forgets a condition does not get its table out."""
    made = table(200, 8)
    monkeypatch.setattr(protecting, "demands_of", lambda table, asked: [])

    with pytest.raises(ReleaseRefused, match="does not keep what it promises: a class has 1 values of illness"):
        protect(made, Asked(QUASI, 3, sensitive=["illness"], l=3))
    with pytest.raises(ReleaseRefused, match="from the whole table on income"):
        protect(made, Asked(QUASI, 3, sensitive=["income"], t=0.1))


def test_a_demand_that_the_whole_table_cannot_meet_is_refused_with_what_to_do() -> None:
    with pytest.raises(ReleaseRefused, match="too few values in the whole table.*smaller l"):
        protect(table(100, 1), Asked(QUASI, 3, sensitive=["illness"], l=9))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"k": 1}, "protects nobody"),
        ({"k": 3, "t": 1.5, "sensitive": ["illness"]}, "no distance"),
        ({"k": 3, "l": 2}, "none is named"),
        ({"k": 3, "sensitive": ["sex"]}, "identifying and as sensitive: sex"),
    ],
)
def test_what_cannot_be_asked_is_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ReleaseRefused, match=said):
        Asked(QUASI, **wrong)


def test_each_value_loses_what_it_can_be_confused_with() -> None:
    steps = Recoding.of(column("place", tuple(PLACES.paths), [0, 1, 2, 3, 4, 5, -1]), PLACES).steps

    assert [loss[1] for loss in steps.losses] == pytest.approx([0, 2 / 5, 1]), "river, one of three places of the north"
    assert [loss[0] for loss in steps.losses] == pytest.approx([0, 0, 1]), "what is missing stays missing until it is withheld"


def test_a_value_that_the_hierarchy_lacks_is_named() -> None:
    with pytest.raises(TableProblem, match=r"does not say what “moon” of place belongs to.*Add the line “moon;…”"):
        Recoding.of(column("place", ("moon",), [0]), PLACES)


def test_hierarchies_that_contradict_themselves_are_refused() -> None:
    with pytest.raises(TableProblem, match="“x” of “b” lies under “two”, elsewhere under “one”"):
        Hierarchy.from_lines(["a;x;one", "b;x;two"], "bad.csv")
    with pytest.raises(TableProblem, match="lines of different length"):
        Hierarchy.from_lines(["a;x;one", "b;x"], "bad.csv")
    with pytest.raises(TableProblem, match="stands there twice"):
        Hierarchy.from_lines(["a;x", "a;y"], "bad.csv")
    with pytest.raises(TableProblem, match="its own ancestor"):
        Hierarchy.from_parents({"a": "b", "b": "a"})
    with pytest.raises(TableProblem, match="multiple of the one before"):
        Hierarchy.bands(range(5), [4, 6])


def test_a_code_lists_parents_make_a_hierarchy_in_which_shallow_codes_wait() -> None:
    made = Hierarchy.from_parents({"KH": None, "KH-1": "KH", "KH-1-a": "KH-1", "TH": None, "TH-2": "TH"})

    assert dict(made.paths) == {
        "KH": ("KH", "KH"),
        "KH-1": ("KH-1", "KH"),
        "KH-1-a": ("KH-1", "KH"),
        "TH": ("TH", "TH"),
        "TH-2": ("TH-2", "TH"),
    }


def test_small_places_are_never_named_though_many_rows_have_them() -> None:
    rows = column("place", tuple(PLACES.paths), [0] * 50 + [3] * 50)
    people = SmallPlaces({"river": 900, "hill": 9_000, "ford": 30_000, "bay": 70_000, "reef": 100, "dune": 100}, least=20_000)

    for method, expected in ((Method.RECODE, {"north", "bay"}), (Method.SUPPRESS, {"north", "bay"})):
        asked = Asked(["place"], 5, method, hierarchies={"place": PLACES}, small_places={"place": people})
        assert set(protect(Table((rows,)), asked).table.column("place").cells()) == expected


def test_a_rare_option_of_a_set_gives_way_alone() -> None:
    rows = column("means", ("debt; threats", "debt", "debt; drugs", "debt; burns"), [0] * 20 + [1] * 20 + [2] * 3 + [3] * 3)

    as_flags = protect(Table((rows,)), Asked(["means"], 5, flags=["means"])).table.column("means").cells()
    as_set = protect(Table((rows,)), Asked(["means"], 5)).table.column("means").cells()

    assert Counter(as_flags) == {"debt; threats": 20, "debt": 16, "debt; *": 10}, "two flags, each hidden among two who have neither"
    assert Counter(as_set) == {"debt; threats": 20, "debt": 20, "*": 6}


def test_distances_are_the_books() -> None:
    """Salaries 3k to 11k: 0.375 for a class of {3, 4, 5}, 0.167 for {6, 8, 11} (Li et al. 2007, section 4)."""
    salaries = np.eye(9)
    classes = np.stack([salaries[[0, 1, 2]].mean(axis=0), salaries[[3, 5, 8]].mean(axis=0)], axis=1)

    assert demands.ordered_distance(classes, np.full(9, 1 / 9)) == pytest.approx([0.375, 0.1667], abs=1e-4)
    assert demands.equal_distance(np.array([[1.0], [0.0]]), np.array([0.25, 0.75])) == pytest.approx([0.75])


def test_ages_in_bands_read_as_the_hierarchy_spells_them() -> None:
    made = Table((column("age", ("3", "17", "18", "39"), [0, 1, 2, 3] * 3),))

    outcome = protect(made, Asked(["age"], 6, Method.RECODE, hierarchies={"age": AGES}))

    assert Counter(outcome.table.column("age").cells()) == {"15-19": 6, "*": 6}
    assert (outcome.utility.cells_coarser, outcome.utility.cells_withheld) == (6, 6)


def test_a_group_too_small_by_itself_borrows_from_a_class_that_can_spare() -> None:
    """Four rows of a rare sex in a place: one of the twenty others is enough to keep the place of all."""
    made = Table((column("place", ("river", "bay"), [0] * 24 + [1] * 10), column("sex", ("female", "male"), [0] * 20 + [1] * 4 + [0] * 10)))

    outcome = protect(made, Asked(["place", "sex"], 5))

    assert Counter(zip(*(c.cells() for c in outcome.table.columns), strict=True)) == {("river", "female"): 19, ("river", "*"): 5, ("bay", "female"): 10}


def test_a_condition_never_costs_more_than_treating_all_rows_alike() -> None:
    """Taking the most diverse rows first can leave the others all alike; then the best of the plain ways is taken."""
    made = table(300, 4)

    for more in ({"l": 3, "entropy": True}, {"t": 0.1}):
        local, plain = (protect(made, Asked(QUASI, 4, method, ["illness"], hierarchies=HIERARCHIES, **more)) for method in (Method.RECODE, Method.OPTIMAL))
        assert local.utility.ncp <= plain.utility.ncp


def test_few_rows_wait_no_longer_than_they_must() -> None:
    assert climb([Recoding.of(column("q", ("a",), [0] * 9)).steps], 3).sum() == 0
