"""A release gives way by the dictionary: provinces to countries, ages to CTDC's bands, dates by the calendar; the page says which level each column left at."""

from collections import Counter

import pytest
from django.urls import reverse

from tests.share.conftest import Met, answered, wish
from tests.world import actor_for
from titip.dictionary import reads as dictionary
from titip.dictionary.rules.answers import check
from titip.dictionary.rules.types import ElementType
from titip.share import actions, reads
from titip.share.disclosure import declared_hierarchy
from titip.share.rules.building import build
from titip.share.rules.weighed import read_weighed

IDENTIFYING = ["gender", "origin_province", "age_at_registration", "exploitation_began"]


def test_identifying_answers_get_coarser_before_they_are_withheld(people: Met) -> None:
    world, eve = people.world, actor_for(people.world.eve)
    for number, person in enumerate(people.agreed):
        answered(
            world, person, origin_province=f"{'KH' if number % 2 else 'TH'}-{10 + number}", age_at_registration=str(16 + number),
            exploitation_began=f"2024-{1 + number % 12:02d}",
        )
    asked = {"elements": IDENTIFYING, "k": 3}
    plain = actions.draft_release(actor=eve, wish=wish(**asked, method="suppress"))
    coarse = actions.draft_release(actor=eve, wish=wish(**asked))
    fine = actions.draft_release(actor=eve, wish=wish(**asked, dates="month"))

    assert coarse.weighed["utility"]["ncp"] < plain.weighed["utility"]["ncp"] and coarse.cells_withheld < plain.cells_withheld
    for release in (plain, coarse, fine):
        released = reads.open_release(eve, release)
        rows = list(zip(*(released.column(code).cells() for code in IDENTIFYING), strict=True))
        assert min(Counter(rows).values()) >= 3, "k holds, counted by other hands"
    months = reads.open_release(eve, fine).column("exploitation_began")
    assert months.heading.type is ElementType.SELECT_ONE and {len(str(value)) for value in months.values} & {7, 4}, "months, quarters or years"
    released = reads.open_release(eve, coarse)
    place, age = released.column("origin_province"), released.column("age_at_registration")
    assert {"KH", "TH"} & set(place.values) and place.name("KH") == "Cambodia" and not {"KH-11", "TH-10"} & set(place.values)
    assert age.heading.type is ElementType.SELECT_ONE and set(age.values) <= {"9-17", "18-20", "21-23", "24-26", "27-29", "0-17", "18-29"}
    assert released.about.method == actions.METHOD_COARSER and "are given coarser" in released.suppression.sentence()
    assert reads.open_release(eve, plain).about.method == actions.METHOD

    weighed = read_weighed(coarse.weighed)
    told = {label: {(one.kind, one.number): one.answers for one in levels} for label, levels in weighed.left}
    label = next(e.label for e in coarse.elements.all() if e.code == "origin_province")
    assert sum(told[label].values()) == 14
    assert told[label].get(("up", "1"), 0) == sum(cell in ("KH", "TH") for cell in place.cells())
    shown = world.client_for(world.eve).get(reverse("share:release", args=[coarse.pk])).content.decode()
    assert f"{told[label]['up', '1']} as the group around it (level 1)" in shown and ("as an age band" in shown or "under 18, 18 to 29" in shown)
    looked = world.client_for(world.eve).post(reverse("share:make"), vars(wish(**asked)) | {"weigh": "1"}).content.decode()
    assert "as the group around it" in looked and "Make them coarser, then withhold" in looked


@pytest.mark.parametrize(
    ("code", "raw", "value", "path"),
    [
        ("origin_province", "KH-1", "KH-1", ("KH",)), ("age_at_registration", "17", "17", ("9-17", "0-17")), ("age_band", "21-23", "21-23", ("18-29",)),
        ("dependants", "7", "7", ("5-9", "0-9", "0-19")), ("exploitation_began", "2024-05", "2024-05", ("2024-05", "2024-Q2", "2024", "2020-2024")),
        ("exploitation_began", "2023", "2023", ("2023", "2023", "2023", "2020-2024")), ("gender", "woman", "woman", None),
    ],
)
def test_each_element_gives_way_as_it_is_declared(people: Met, code: str, raw: str, value: str, path: tuple[str, ...] | None) -> None:
    element = dictionary.declared("registration")[code]
    column = build([element], [{code: check(element, raw)}], "month").column(code)
    found = declared_hierarchy(element, column)
    assert (found.paths[value] if found else None) == path
