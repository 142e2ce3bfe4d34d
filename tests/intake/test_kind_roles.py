"""Who sees and fills in is decided kind by kind, and never wider than the house lets a role do."""

import pytest
from django.urls import reverse

from tests.intake.own_kinds import site_visit
from tests.world import STORES, World, actor_for
from titip.dictionary.rules.answers import Answer
from titip.intake import actions, reads
from titip.intake.models import KindRole
from titip.kit.ids import new_id
from titip.protect.models import AuditEvent

pytestmark = pytest.mark.django_db(databases=STORES)
WHO, LIST, NEW = (reverse(f"intake:{name}", args=["site_visit"]) for name in ("kind_roles", "record_list", "record_new"))


def test_a_kind_is_open_to_the_roles_that_were_chosen_on_every_page_and_in_every_list(world: World) -> None:
    site_visit()
    kind = reads.kind_of("site_visit")
    assert kind is not None
    own = actions.add_record(actor=actor_for(world.alice), kind=kind, own_id=new_id(), answers={"visit_workers": Answer(3)})
    alice, bob, eve, dara = (world.client_for(one) for one in (world.alice, world.bob, world.eve, world.dara))
    pages = [LIST, *(reverse(f"intake:{name}", args=[own.pk]) for name in ("record", "record_versions"))]
    writing = [NEW, *(reverse(f"intake:{name}", args=[own.pk]) for name in ("record_edit", "record_link"))]
    assert [alice.get(page).status_code for page in pages + writing] == [200] * 6

    page = eve.get(WHO).content.decode()
    assert page.count("checked") == 6 and "Analyst" not in page, "as it stands: whom the house lets, and nobody else is asked about"
    for wrong, said in (({"see": ["supervisor"]}, "required"), ({"see": ["steward"], "fill": ["supervisor"]}, "sees it, too"),
                        ({"see": ["analyst"], "fill": ["supervisor"]}, "Select a valid choice")):
        assert said in eve.post(WHO, wrong).content.decode() and not KindRole.objects.exists()
    eve.post(WHO, {"see": ["supervisor", "frontline", "steward"], "fill": ["supervisor"]})

    assert [alice.get(page).status_code for page in pages] == [200] * 3 and [alice.get(page).status_code for page in writing] == [404] * 3
    assert "Fill in a new one" not in alice.get(LIST).content.decode() and "Fill in a new one" in bob.get(LIST).content.decode()
    assert [bob.get(page).status_code for page in writing] == [200] * 3 and dara.get(LIST).status_code == 404
    eve.post(WHO, {"see": ["supervisor"], "fill": ["supervisor"]})
    assert [alice.get(page).status_code for page in pages] == [404] * 3 and "Site visit" not in alice.get(reverse("intake:records")).content.decode()
    assert not reads.within(actor_for(world.alice)).exists() and reads.within(actor_for(world.bob)).exists()
    assert AuditEvent.objects.filter(kind="intake.kind").latest("seq").detail == {"see": ["supervisor"], "fill": ["supervisor"]}

    eve.post(WHO, {"see": ["frontline", "supervisor", "custodian", "steward"], "fill": ["frontline", "supervisor"]})
    assert not KindRole.objects.exists() and [alice.get(page).status_code for page in pages + writing] == [200] * 6
    assert [world.client_for(one).get(WHO).status_code for one in (world.alice, world.bob, world.hun)] == [404, 404, 200]
