"""Places: found by any script and spelling, an organisation's own list beside them, and never finer in a table than its list."""

import csv
import gzip
import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from tests.world import STORES, World
from titip.dictionary import reads
from titip.dictionary.form_builder.place import PlaceSelect
from titip.dictionary.gazetteer import Index, build, read_list, shipped, shipped_version
from titip.dictionary.gazetteer.lists import Listed
from titip.dictionary.gazetteer.spelling import older, skeleton
from titip.dictionary.rules.answers import Answer, BadValue, check
from titip.dictionary.rules.declared import Choice, Declared
from titip.dictionary.rules.places import register_knower
from titip.dictionary.rules.types import ElementType
from titip.kit.missing import Missing
from titip.protect.models import AuditEvent, Work
from titip.share.rules.building import cell

LISTED = Declared("home", "registration", 1, ElementType.PLACE, "Home", choices=(Choice("KH", "Cambodia"), Choice("KH-1", "Banteay Meanchey", "KH")))
HOME = replace(LISTED, maximum_value=Decimal(2))  # down to districts


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """All of Cambodia, and the provinces and districts of the others."""
    path = tmp_path_factory.mktemp("places") / "places.sqlite3"
    build(path, (row for row in shipped() if row.level < 3 or row.code.startswith("KH-")), shipped_version())
    return Index(path)


def test_every_place_shipped_lies_in_one_before_it_and_provinces_are_those_of_the_starter(root: Path) -> None:
    seen: dict[str, Listed] = {}
    for row in shipped():
        assert row.code not in seen and (row.level == 0) == (not row.parent)
        assert not row.parent or seen[row.parent].level < row.level, row
        assert (row.lat is None) == (row.lon is None) and len(row.code) <= 40 and row.name
        seen[row.code] = row
    starter = {row["code"] for row in csv.DictReader((root / "titip/dictionary/starter/places.csv").read_text("utf-8").splitlines())}
    assert starter <= {code for code, row in seen.items() if row.level == 1}
    assert len(seen) > 150_000 and {row.code for row in seen.values() if row.level == 0} == set("BN ID KH LA MM MY PH SG TH TL VN".split())


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("poipet", "KH-0110"), ("poi pet", "KH-0110"), ("Paoy Paet", "KH-0110"), ("ប៉ោយប៉ែត", "KH-0110"), ("batdambong", "KH-2"), ("pnom penh", "KH-12"),
        ("banteay meanchay", "KH-1"), ("mangkul", "KH-0102"), ("แม่สอด", "TH-6306"), ("mesot", "TH-6306"), ("djakarta", "ID-JK"), ("rangoon", "MM-06"),
        ("sai gon", "VN-SG"), ("Sài Gòn", "VN-SG"), ("kompong som", "KH-18"),
    ],
)  # fmt: skip
def test_a_place_is_found_as_people_write_it(index: Index, typed: str, first: str) -> None:
    assert [place.code for place in index.find(typed)[:3]].count(first) == 1


def test_the_places_around_it_narrow_a_name_and_one_s_own_country_comes_first(index: Index) -> None:
    assert all("Prey Veng" in place.label for place in index.find("kampong prey veng", limit=3))
    assert index.find("san", near="KH")[0].code.startswith("KH") and index.find("san", near="TH")[0].code.startswith("TH")
    assert index.find("p") == [] and index.find("") == [] and index.find("'\"%_;--") == [] and index.find("zzqqxxv") == []
    village = index.find("ou thum mangkul", near="KH")[0]
    assert village.label.endswith("Mangkul Bourei, Banteay Meanchey, Cambodia") and [code for code, _name in village.above][-1] == "KH"


def test_spellings_that_clerks_mix_sound_alike_and_others_do_not() -> None:
    for one, other in [("battambang", "batdambong"), ("phnum", "pnom"), ("kompong", "kampong"), ("aung", "ong"), ("chiang", "shieng")]:
        assert skeleton(one) == skeleton(other)
    assert skeleton("takeo") != skeleton("kampot") and older("soerabaja") == "surabaya" and older("surabaya") == "surabaya"


# --- an organisation's own list


def told(text: str, known: list[tuple[str, int]] | None = None) -> tuple[list[Listed], list[tuple[int, str]]]:
    rows, problems = read_list(text.encode(), known or [("KH-1", 1)])
    return rows, [(problem.line, problem.message % problem.values) for problem in problems]


def test_a_list_is_ordered_by_what_lies_in_what_and_its_columns_may_have_other_names() -> None:
    rows, problems = told("pcode,name_en,in,latitude,longitude\nF1,Third shed,P1,,\nP1,Pier,KH-1,13.5,102.9\n\n")
    assert not problems and [(row.code, row.level, row.parent) for row in rows] == [("P1", 2, "KH-1"), ("F1", 3, "P1")]
    assert rows[0].lat == 13.5


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("name\nPier\n", 1, "There is no column “code”"),
        ("code,name\n,Pier\n", 2, "needs a code and a name"), ("code,name\nA B,Pier\n", 2, "may hold letters"),
        ("code,name\nA,Pier\nA,Shed\n", 3, "stands twice"), ("code,name,parent\nA,Pier,A\n", 2, "lies in itself"),
        ("code,name,parent\nA,x,B\nB,y,A\n", 2, "circle"),
        ("code,name,parent\nA,x,B\n", 2, "no place “B”"), ("code,name,lat,lon\nA,x,north,1\n", 2, "degrees"), ("code,name,lat,lon\nA,x,91,1\n", 2, "degrees"),
        ("code,name,lat,lon\nA,x,13.5,\n", 2, "one of latitude and longitude"), ("code,name,lat,lon\nA,x,nan,1\n", 2, "degrees"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_list_names_line_and_cure(text: str, line: int, says: str) -> None:
    _rows, problems = told(text)
    assert problems[0][0] == line and says in problems[0][1]


def test_a_file_that_is_no_utf8_is_refused() -> None:
    assert "UTF-8" in read_list("code,name\nA,é\n".encode("latin-1"), [])[1][0].message


@pytest.mark.django_db(databases=STORES)
class TestInTheHouse:
    @pytest.fixture(autouse=True)
    def home(self, tmp_path: Path, settings: Any, index: Index) -> None:
        """A folder of its own, so that no index of another test is there."""
        settings.HOME = type(settings.HOME)(tmp_path)

    def test_a_list_is_brought_in_built_and_found(self, world: World) -> None:
        desk = world.client_for(world.eve)
        address = reverse("dictionary:bring_places")
        wrong = desk.post(address, {"file": csv_file("code,name,parent\nP1,Pier,nowhere\n"), "name": "Piers"})
        assert "There is no place “nowhere”" in wrong.content.decode() and "Piers" in wrong.content.decode() and not reads.place_lists()

        right = desk.post(address, {"file": csv_file("code,name,parent,native\nP1,Shrimp pier,KH-1,ផែ\n"), "name": "Piers", "source": "our own"}, follow=True)
        assert "1 place" in right.content.decode() and AuditEvent.objects.filter(kind="dictionary.places").count() == 1
        assert Work.objects.filter(job="dictionary.places").exists() and not reads.places_current()

        short = [row for row in reads_all() if row.level < 2 or row.code == "P1"]
        build_from(short)
        assert reads.places_current() and [place.label for place in reads.find_places("shrimp")] == ["Shrimp pier (ផែ), Banteay Meanchey, Cambodia"]
        found = desk.post(reverse("dictionary:find_places"), {"text": "ផែ"}).json()
        assert found["ready"] and found["places"] == [{"code": "KH-1", "label": "Banteay Meanchey (បន្ទាយមានជ័យ), Cambodia", "lies": "Shrimp pier"}]
        finer = desk.post(reverse("dictionary:find_places"), {"text": "ផែ", "finest": "2"}).json()
        assert finer["places"] == [{"code": "P1", "label": "Shrimp pier (ផែ), Banteay Meanchey, Cambodia", "lies": ""}]
        assert "Shrimp pier" in desk.post(reverse("dictionary:places"), {"text": "shrimp"}).content.decode()

        again = desk.post(address, {"file": csv_file("code,name,parent\nP1,Old pier,KH-1\n"), "name": "Piers, corrected"}, follow=True)
        assert again.status_code == 200 and not reads.places_current()  # told anew under its code
        build_from([row for row in reads_all() if row.level < 2 or row.code == "P1"])
        assert reads.find_places("shrimp") == [] and reads.place_of("P1").name == "Old pier"  # type: ignore[union-attr]

    def test_before_the_index_is_built_provinces_still_do(self, world: World) -> None:
        assert reads.find_places("poipet") == [] and reads.place_of("KH-0110") is None
        assert world.client_for(world.alice).post(reverse("dictionary:find_places"), {"text": "poipet"}).json() == {"ready": False, "places": []}
        page = world.client_for(world.alice).get(reverse("dictionary:places")).content.decode()
        assert "being built" in page and check(HOME, "KH-1").value == "KH-1"
        with pytest.raises(BadValue, match="not one of the choices"):
            check(HOME, "KH-0110")


def csv_file(text: str) -> io.BytesIO:
    file = io.BytesIO(text.encode())
    file.name = "places.csv"
    return file


def reads_all() -> list[Listed]:
    from titip.dictionary.reads.places import all_places

    return list(all_places())


def build_from(rows: list[Listed]) -> None:
    from django.conf import settings

    from titip.dictionary.reads.places import places_version

    build(settings.HOME.places, rows, places_version())


# --- an answer that is finer than the list


def test_an_answer_may_be_any_place_is_shown_by_its_name_and_leaves_as_the_province(index: Index) -> None:
    from titip.dictionary.reads.places import place_of

    register_knower(index.place)
    try:
        assert check(HOME, "KH-0110").value == "KH-0110"
        with pytest.raises(BadValue, match="not one of the choices"):
            check(HOME, "KH-9999")
        with pytest.raises(BadValue, match="“Ou Thum” is finer than this question asks"):
            check(HOME, "KH-01020101")
        with pytest.raises(BadValue, match="finer than this question asks"):
            check(LISTED, "KH-0110")
        assert HOME.choice_label("KH-0110") == "Paoy Paet (ប៉ោយប៉ែត), Banteay Meanchey, Cambodia" and HOME.choice_label("KH-1") == "Banteay Meanchey"
        drawn = PlaceSelect(choices=[("", "Choose"), ("KH-1", "Banteay Meanchey")]).render("home", "KH-0110")
        assert '<option value="KH-0110" selected>Paoy Paet' in drawn and 'data-places="/dictionary/places/find/"' in drawn
        # No table is finer than the list: a village is released as its province; what lies in no listed place is not known.
        assert cell(HOME, Answer("KH-01100101")) == "KH-1" and cell(HOME, Answer("KH-1")) == "KH-1"
        assert cell(HOME, Answer("TH-6306")) is Missing.UNKNOWN
    finally:
        register_knower(place_of)


def test_the_public_list_of_165_049_places_is_read_and_its_orphans_are_told(shared: Path) -> None:
    """A real list of that size, its heads as they are. Levels are worked out from the parents."""
    content = gzip.decompress((shared / "standards" / "geo" / "asean-places.csv.gz").read_bytes())
    rows, problems = read_list(content, [])
    # Some lie in communes and townships that the list does not have: each is told, and none is kept in nowhere.
    assert (len(rows), len(problems)) == (164_905, 144) and {str(problem.values["code"])[:2] for problem in problems} == {"KH", "MM"}
    assert {row.level for row in rows} == {0, 1, 2, 3, 4}
