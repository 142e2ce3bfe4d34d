"""Screenings without signs become counts after thirty days; those with signs, or that led to a person, stay."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.consent.test_lapsing import Quietly
from tests.world import STORES, actor_for, make_world
from titip.dictionary import actions as dictionary
from titip.dictionary.rules.answers import Answer
from titip.intake import actions as intake
from titip.intake.actions.counting import count_old
from titip.intake.models import Screening, ScreeningCount
from titip.kit import clock
from titip.protect.models import AuditEvent
from titip.register import actions as register
from titip.register.models import Record

pytestmark = pytest.mark.django_db(databases=STORES)


def test_they_are_counted_once_by_month_and_kind_and_their_records_go() -> None:
    world = make_world()
    dictionary.load_starter(actor_code="tests")

    def screened(days: int, said: str = "no", **more: object) -> Screening:
        with clock.at(clock.now() - timedelta(days=days)):
            return intake.keep_screening(
                actor=actor_for(world.alice), screening_id=uuid4(), answers={"cue_fear": Answer(said)}, form_code="rapid_screening",
                **{"subject": "person", "heard": "no", "urgent": False, **more},
            )

    signs, led, fresh = screened(400, "saw_it"), screened(400), screened(3)
    intake.register_from(actor=actor_for(world.alice), screening=led)
    gone = [screened(400), screened(400), screened(400, subject="place"), screened(500)]
    assert count_old(Quietly()) == {"counted": 4}
    assert count_old(Quietly()) == {"counted": 0}
    assert set(Screening.objects.all()) == {signs, led, fresh}
    assert not Record.objects.filter(pk__in=[one.record_id for one in gone]).exists()
    counts = {(row.month.day, row.subject, row.team, row.number) for row in ScreeningCount.objects.all()}
    assert counts == {(1, "person", world.north, 2), (1, "place", world.north, 1), (1, "person", world.north, 1)}
    assert AuditEvent.objects.get(kind="intake.count").detail == {"screenings": 4}
    with pytest.raises(ValueError, match="erased"):
        person = register.register_person(actor=actor_for(world.alice))
        record = Record.objects.create(record_type=signs.record.record_type, person=person, owner=world.alice)
        register.forget_records(actor_code="tests", record_ids=[record.pk])

    page = world.client_for(world.alice).get("/intake/screen/").content.decode()
    assert "4 screenings" in page
