"""Splink behind our own spec: the same table in, the same kind of answer out."""

import gc
import os
import shutil
import sys
from collections import Counter

import numpy as np
import pytest

from tests.quality.linkage import people
from titip.quality.linkage import Kind, Linked, Spec, Texts, clusters, explain, splinking
from titip.quality.linkage.splink_places import EngineMissing
from titip.quality.linkage.splinking import splink_dedupe, splink_match

LATIN = Spec({"given": Kind.NAME, "family": Kind.NAME, "born": Kind.BIRTH_DATE, "place": Kind.PLACE, "phone": Kind.PHONE})
GIVEN = "amara binh chaya dara elok farid gita hendra intan jaya kiri lina mali nila oka phan quyen rini sari tala".split()
FAMILY = "abidin boonma cahyani dizon endah fauzi gunawan hidayat ismail jaidee kusuma lestari mahendra nasution".split()


def latin(people_in_it: int) -> tuple[dict[str, Texts], np.ndarray]:
    """Made-up people in clean Latin letters, each fifth twice: the second time perhaps with a letter left out, another place, no telephone.
    Few names, so that many strangers share one, as in life."""
    draw = np.random.default_rng(people_in_it)
    rows, who = [], []
    for one in range(people_in_it):
        given, family = (str(draw.choice(GIVEN)) + str(draw.choice(FAMILY))[:3] for _ in range(2))
        born = f"{draw.integers(1960, 2005)}-{draw.integers(1, 13):02}-{draw.integers(1, 29):02}"
        place, phone = f"place {draw.integers(60)}", f"08{draw.integers(10**8):08}"
        rows.append([given, family, born, place, phone])
        who.append(one)
        if one % 5 == 0:
            slip, moved, no_phone = draw.random(3) < (0.5, 0.4, 0.4)
            rows.append([given, family[:2] + family[3:] if slip else family, born, f"place {draw.integers(60)}" if moved else place, "" if no_phone else phone])
            who.append(one)
    return {name: Texts.of(row[at] for row in rows) for at, name in enumerate(LATIN.compare)}, np.array(who)


def f1(linked: Linked, who: np.ndarray) -> float:
    first, second, _ = linked.at_least(0.5)
    doubles = sum(count * (count - 1) // 2 for count in Counter(who.tolist()).values())
    return float(2 * (who[first] == who[second]).sum() / (len(first) + doubles))


@pytest.fixture(scope="module")
def found() -> tuple[Linked, np.ndarray]:
    columns, who = latin(1500)
    return splink_dedupe(LATIN, columns, engine="duckdb"), who


def test_doubles_in_a_clean_file_are_found(found: tuple[Linked, np.ndarray]) -> None:
    linked, who = found

    assert f1(linked, who) > 0.97
    assert (linked.first < linked.second).all() and (np.diff(linked.probability) <= 0).all()


def test_of_a_large_file_a_share_teaches_as_much(monkeypatch: pytest.MonkeyPatch) -> None:
    columns, who = latin(6000)  # here the second row of a person stands below the first, as in many files
    monkeypatch.setattr(splinking, "LEARNT_FROM", 1200)

    assert f1(splink_dedupe(LATIN, columns, engine="duckdb"), who) > 0.95


def test_its_pairs_are_explained_and_grouped_as_our_own_are(found: tuple[Linked, np.ndarray]) -> None:
    linked, who = found
    first, second, probability = linked.at_least(0.5)

    grouped = clusters(linked.records.rows, first, second, probability)
    assert len(set(grouped.tolist())) == pytest.approx(len(set(who.tolist())), rel=0.01)
    assert all(reasons for reasons in explain(linked, first[:20], second[:20]))


def test_of_two_files_each_row_is_paired_once() -> None:
    columns, who = latin(900)
    upper = np.array([at == 0 or who[at] != who[at - 1] for at in range(len(who))])

    def part(chosen: np.ndarray) -> dict[str, Texts]:
        return {name: Texts.of(cell for cell, kept in zip(texts.cells(), chosen, strict=True) if kept) for name, texts in columns.items()}

    linked = splink_match(LATIN, part(upper), part(~upper), engine="duckdb", one_to_one=True)
    first, second, _ = linked.at_least(0.5)
    both = np.concatenate([who[upper], who[~upper]])

    assert (first < upper.sum()).all() and (second >= upper.sum()).all()
    assert len(set(first.tolist())) == len(first) == len(set(second.tolist()))
    assert (both[first] == both[second]).mean() > 0.97 and len(first) > 0.95 * (~upper).sum()


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_a_file_with_hardly_a_row_has_no_pairs(rows: int) -> None:
    columns = {name: Texts.of(texts.cells()[:rows]) for name, texts in latin(12)[0].items()}

    assert len(splink_dedupe(LATIN, columns, engine="duckdb").at_least(0.99)[0]) <= 1


@pytest.mark.parametrize("known", [(), ("given",), ("place", "phone")])
def test_columns_in_which_nothing_is_known_say_nothing(known: tuple[str, ...]) -> None:
    columns, _ = latin(60)
    hollow = {name: texts if name in known else Texts.of([""] * len(texts)) for name, texts in columns.items()}

    linked = splink_dedupe(LATIN, hollow, engine="duckdb")

    assert linked.records.rows == 72 and np.isfinite(linked.probability).all()
    assert known or not len(linked.first)


def test_native_script_and_every_kind_of_column_are_taken() -> None:
    made = people.table(1200, 77)

    linked = splink_dedupe(Spec({column: Kind(kind) for column, kind in people.COMPARE.items()}), {n: Texts.of(c) for n, c in made.items()}, engine="duckdb")

    assert f1(linked, np.array(made["entity"])) > 0.4


@pytest.mark.parametrize(("gone", "engine", "says"), [("splink", "duckdb", "titip[splink]"), ("pyspark.sql", "spark", "titip[spark]")])
def test_an_engine_that_is_not_there_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, gone: str, engine: str, says: str) -> None:
    monkeypatch.setitem(sys.modules, gone, None)

    with pytest.raises(EngineMissing, match=says.replace("[", r"\[")):
        splink_dedupe(LATIN, latin(30)[0], engine=engine)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # py4j leaves its sockets to the garbage collector
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_spark_finds_the_same_people(found: tuple[Linked, np.ndarray]) -> None:
    pytest.importorskip("pyspark", reason="pyspark is not installed; `make dev` puts it there")
    if shutil.which("java") is None:
        pytest.skip("Java is not installed (Debian: openjdk-17-jre-headless)")
    columns, who = latin(1500)

    linked = splink_dedupe(LATIN, columns, engine="spark")

    assert f1(linked, who) > 0.97
    pairs = [set(zip(*(rows.tolist() for rows in one.at_least(0.9)[:2]), strict=True)) for one in (linked, found[0])]
    assert len(pairs[0] & pairs[1]) / len(pairs[0] | pairs[1]) > 0.95
    gc.collect()  # here, where what py4j left is expected


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get("TITIP_SPARK_MILLION"), reason="takes longer than ten minutes on two cores: set TITIP_SPARK_MILLION=1")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # py4j leaves its sockets to the garbage collector
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_spark_links_a_million_rows() -> None:
    """Opt-in: as many clean Latin rows as ``TITIP_SPARK_ROWS`` says, a million unless said."""
    pytest.importorskip("pyspark", reason="pyspark is not installed; `make test` puts it there")
    if shutil.which("java") is None:
        pytest.skip("Java is not installed (Debian: openjdk-17-jre-headless)")
    columns, who = latin(int(os.environ.get("TITIP_SPARK_ROWS", "1000000")))

    linked = splink_dedupe(LATIN, columns, engine="spark")

    assert f1(linked, who) > 0.9
    gc.collect()
