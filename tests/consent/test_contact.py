"""How a person reaches whoever keeps her data: kept current by somebody, and asked about when nobody looked for half a year."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.consent.test_pages import url
from tests.people import agrees, registered
from tests.world import STORES, World
from titip.consent import reads
from titip.consent.models import ContactCheck
from titip.kit import clock
from titip.protect.models import AuditEvent, Organisation

pytestmark = pytest.mark.django_db(databases=STORES)


def test_the_contact_is_looked_at_twice_a_year_and_stands_on_the_next_slip(world: World) -> None:
    custodian, page = world.client_for(world.dara), reverse("consent:contact")
    Organisation.objects.update(custodian_contact="", made_at=clock.now())
    assert "do not say how to reach" in custodian.get("/").content.decode()
    assert "of no use to her" in custodian.post(page, {"contact": ""}).content.decode() and not ContactCheck.objects.exists()

    custodian.post(page, {"contact": "+855 12 345 678, mornings"})

    assert "Found right by" in custodian.get(page).content.decode() and "Is that still right?" not in custodian.get("/").content.decode()
    basis = agrees(world.alice, registered(world.alice), "care")
    assert "+855 12 345 678, mornings" in world.client_for(world.alice).get(url("slip", basis)).content.decode()
    assert AuditEvent.objects.get(kind="protect.contact").detail == {"changed": True}

    ContactCheck.objects.update(at=clock.now() - timedelta(days=184))
    assert "Is that still right?" in custodian.get("/").content.decode()
    assert "Is that still right?" not in world.client_for(world.alice).get("/").content.decode(), "only whoever keeps it is asked"
    custodian.post(page, {"contact": "+855 12 345 678, mornings"})
    here = reads.contact()
    assert here and not here.late and here.by == world.dara.code and ContactCheck.objects.count() == 2
    assert AuditEvent.objects.filter(kind="protect.contact", detail={"changed": False}).count() == 1
