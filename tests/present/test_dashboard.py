"""The dashboard: a chart for each column of a live release, with the same protection, gone when the release is recalled."""

import re

import pytest
from django.urls import reverse

from tests.present.made_up import released
from tests.share.conftest import Met, live, people  # noqa: F401 - fixtures
from tests.world import STORES
from titip.present.charts import Kind, kinds_for
from titip.share import actions as share
from titip.share.models import Release


@pytest.mark.django_db(databases=STORES)
def test_each_column_of_a_live_release_is_drawn_and_goes_with_it(people: Met, live: Release) -> None:  # noqa: F811
    farid = people.world.client_for(people.world.farid)
    page = farid.get(reverse("present:dashboard")).content.decode()

    columns = [element.code for element in live.elements.all()]
    drawn = re.findall(r'src="([^"]+\.svg)"', page.split("<main")[1])
    told = page.count("titip-card__title")
    assert told == len(columns) and len(drawn) >= 2
    assert f"Counts under {live.k} are withheld" in page and "they answer no question" in page
    assert "Source" in page and "does not change" in page, "R37, R42"
    assert 'aria-current="page"' in page and "Bar chart: " in page
    picture = farid.get(drawn[0])
    assert picture.content.startswith(b"<?xml") and "default-src 'none'" in picture["Content-Security-Policy"]
    assert farid.get(drawn[0]).content == picture.content, "R42: the same release, the same picture"
    assert farid.get(reverse("present:tile", args=[live.pk, "nothing"])).status_code == 404

    share.recall_release(actor_code="tests", release=live, reason="a mistake")
    assert "no released table to draw" in farid.get(reverse("present:dashboard")).content.decode()
    assert {farid.get(url).status_code for url in (drawn[0], reverse("present:release", args=[live.pk]))} == {404}


def test_the_kind_follows_from_what_a_column_holds() -> None:
    kinds = {code: kinds_for(released().column(code))[0] for code in ("sector", "year", "months", "sex", "needs")}
    assert kinds == {"sector": Kind.BAR, "year": Kind.LINE, "months": Kind.HISTOGRAM, "sex": Kind.BAR, "needs": Kind.BAR}
