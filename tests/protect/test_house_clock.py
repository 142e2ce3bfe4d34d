"""Days begin at the organisation's midnight, and pages show its time of day; what is stored stays in UTC."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.urls import reverse

from tests.world import client_for, make_world
from titip.kit import clock
from titip.protect.actions import audit
from titip.protect.actions.organisation import set_up
from titip.protect.reads.house_clock import house_zone, on_house_clock
from titip.protect.rules.looking import read_asked

#: Half past one in the night of 2 March in Phnom Penh; still 1 March in UTC.
NIGHT = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)


def test_a_day_is_the_zones_and_a_moment_is_utc() -> None:
    with clock.at(NIGHT):
        assert clock.today() == date(2026, 3, 1)
        with clock.in_zone(ZoneInfo("Asia/Phnom_Penh")):
            assert clock.today() == date(2026, 3, 2) and clock.now() == NIGHT and clock.now().tzinfo is UTC
            assert clock.span(date(2026, 3, 2), date(2026, 3, 2)) == (datetime(2026, 3, 1, 17, tzinfo=UTC), datetime(2026, 3, 2, 17, tzinfo=UTC))
            asked = read_asked("02/03/2026", today=clock.today())
            assert asked is not None and asked.span == (datetime(2026, 3, 1, 17, tzinfo=UTC), datetime(2026, 3, 2, 17, tzinfo=UTC))
        assert clock.today() == date(2026, 3, 1)


@pytest.mark.django_db(databases=["default", "vault", "keys"])
@pytest.mark.usefixtures("unlocked")
def test_the_organisations_zone_is_used_across_midnight(settings: Any) -> None:
    settings.TITIP_ZONE = ""
    assert house_zone().key == "UTC"
    set_up(name="Rumah Aman", country="ID", time_zone="Asia/Makassar", actor_code="tests")
    assert house_zone().key == "Asia/Makassar"
    with clock.at(NIGHT), on_house_clock():
        assert clock.today() == date(2026, 3, 2)
        assert Template("{{ at|date:'j F H:i T' }}").render(Context({"at": NIGHT})) == "2 March 02:30 WITA"
    settings.TITIP_ZONE = "Mars/Olympus"
    assert house_zone().key == "UTC"


@pytest.mark.django_db(databases=["default", "vault", "keys"])
def test_a_page_and_the_logs_filter_are_on_the_house_clock(settings: Any) -> None:
    settings.TITIP_ZONE = "Asia/Phnom_Penh"
    with clock.at(NIGHT):
        world = make_world()
        audit.record(kind="protect.search", actor_code="S-1")
        client = client_for(world.gita)
        address = reverse("who_did_what")
        page = client.get(address, {"day": "02/03/2026", "kind": "protect.search"}).content.decode()
        assert "02/03/2026 01:30:00 +07" in page
        assert "Nothing fits" in client.get(address, {"day": "01/03/2026", "kind": "protect.search"}).content.decode()
