"""A release says what it risks and costs, in the engine's numbers; what is never by default is in none."""

import pytest
from django.urls import reverse

from tests.share.conftest import Met, wish
from tests.world import actor_for
from titip.dictionary.actions import edit_element
from titip.protect.models import AuditEvent
from titip.register.reads.releasing import NotForRelease
from titip.share import actions, reads
from titip.share.disclosure import risk
from titip.share.models import Release
from titip.share.rules import Audience, other_ks
from titip.share.rules.weighed import read_weighed


@pytest.mark.parametrize(
    ("audience", "k", "n", "others"),
    [("team", 3, 14, (5, 11)), ("team", 11, 40, (5, 20)), ("outside", 11, 400, (20, 50)), ("outside", 11, 14, ()),
     ("outside", 20, 30, (11,)), ("team", 2, 2, ())],
)
def test_other_k_are_allowed_and_within_reach(audience: str, k: int, n: int, others: tuple[int, ...]) -> None:
    assert other_ks(Audience(audience), k, n) == others


def test_the_page_shows_the_engines_numbers_before_and_after(people: Met) -> None:
    eve = people.world.client_for(people.world.eve)
    asked = vars(wish(k=5)) | {"weigh": "1"}
    looked = eve.post(reverse("share:make"), asked).content.decode()
    assert not Release.objects.exists() and "Nothing is kept yet" in looked and "Kinds of work" in looked
    assert AuditEvent.objects.filter(kind="register.release").count() == 1, "looking reads, and reading is in the log"

    release = actions.draft_release(actor=actor_for(people.world.eve), wish=wish(k=5))
    weighed = read_weighed(release.weighed)
    released = reads.open_release(actor_for(people.world.eve), release)
    again = risk(released.table, released.suppression.quasi_identifiers, 5)
    assert (weighed.after.smallest, weighed.after.in_small, weighed.after.alone) == (again.smallest, 0, 0)
    assert weighed.after.insider == pytest.approx(100 / again.smallest) and weighed.before.in_small > 0
    assert weighed.cost.withheld == sum(n for _label, n in weighed.columns) == release.cells_withheld
    assert [one.k for one in weighed.choices] == [3, 5, 11]
    assert [one.withheld for one in weighed.choices] == sorted(one.withheld for one in weighed.choices)
    for k, one in ((3, weighed.choices[0]), (11, weighed.choices[2])):
        made = actions.draft_release(actor=actor_for(people.world.eve), wish=wish(k=k))
        assert (made.cells_withheld, 100 * made.risk_after) == (one.withheld, pytest.approx(one.insider)), "what-if says what a draft then does"

    shown = eve.get(reverse("share:release", args=[release.pk])).content.decode()
    for page in (looked, shown):
        assert "Risk before and after protection" in page and "How another k would change it" in page
        assert f"{weighed.before.alone} of 14 people" in page and f"{release.cells_withheld} of {weighed.cost.answers} identifying answers" in page
    Release.objects.filter(pk=release.pk).update(weighed={**release.weighed, "what_if": None})
    assert "Other values of k were not tried" in eve.get(reverse("share:release", args=[release.pk])).content.decode()
    Release.objects.filter(pk=release.pk).update(weighed={})
    older = eve.get(reverse("share:release", args=[release.pk])).content.decode()
    assert "Risk of being singled out" in older and "Risk before and after" not in older


def test_what_is_never_by_default_is_in_no_table(people: Met) -> None:
    eve = actor_for(people.world.eve)
    with pytest.raises(NotForRelease, match="that very answer"):
        actions.draft_release(actor=eve, wish=wish(purpose="care", elements=["gender", "hiv_care"]))
    client = people.world.client_for(people.world.eve)
    page = client.post(reverse("share:make"), vars(wish(purpose="care", elements=["gender", "hiv_care"]))).content.decode()
    assert "Never in a table" in page and "Wants HIV advice or care. Leave it out." in page and "Kinds of work" in page
    assert "hiv_care" not in {e.code for e in reads.releasable("care")} and not Release.objects.exists()

    draft = actions.draft_release(actor=eve, wish=wish())
    live = actions.send_release(actor=eve, release=actions.draft_release(actor=eve, wish=wish()))
    asked = actions.send_release(actor=eve, release=actions.draft_release(actor=eve, wish=wish(audience="outside", k=11, recipient="A donor")))
    edit_element(code="work_sector", base=1, changes={"never_by_default": True}, actor_code="tests")
    with pytest.raises(actions.CannotDecide, match="never in a table"):
        actions.send_release(actor=eve, release=draft)
    with pytest.raises(actions.CannotDecide, match="never in a table"):
        actions.decide_release(actor=actor_for(people.world.dara), release=asked, approve=True)
    with pytest.raises(reads.NotReleased):
        reads.open_release(eve, live)
    page = client.get(reverse("share:release", args=[live.pk])).content.decode()
    assert "can no longer be opened or sent" in page and reverse("share:download", args=[live.pk]) not in page
    assert actions.recall_release(actor_code=eve.code, release=live, reason="never by default").state == "recalled"
