"""A clock that leaps to 2099, to 1970 or by some weeks, for an hour in which everything in the background runs: what was there is there after."""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from unittest import mock
from uuid import uuid4

from django.conf import settings

from tests.consent.test_lapsing import Quietly
from tests.hostile.proofs import Outcome, row
from tests.intake.filling import begin
from tests.intake.test_kinds import picture
from tests.people import agrees, registered
from tests.protect.cheap import person as owner_of_values
from tests.protect.cheap import put
from tests.protect.leaping import Machine, machine
from tests.world import World, actor_for, make_world
from titip.consent.models import ConsentDecision
from titip.dictionary import actions as dictionary
from titip.dictionary.rules.answers import Answer
from titip.intake import actions as intake
from titip.intake.models import Draft, Screening
from titip.kit import clock
from titip.protect import vault
from titip.protect.actions import renewing
from titip.protect.gate import keeping
from titip.protect.models import KeptInput
from titip.protect.models.sealed import DataKey, SealedValue
from titip.protect.rules.work import JOBS
from titip.protect.vault import Owner, keyring
from titip.register.actions import keep_file
from titip.register.models import StoredFile

#: What runs by the schedule and destroys, or may.
DESTROYING = ("protect.sweep", "protect.kept", "protect.renew", "protect.clean", "protect.week", "intake.drafts", "intake.count", "consent.lapse")
#: Where a clock may go that is wrong.
WRONG = [datetime(2099, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC), datetime(2038, 1, 19, tzinfo=UTC), timedelta(days=31), timedelta(days=400),
         timedelta(days=-40), timedelta(days=-4000), timedelta(days=8)]  # fmt: skip


class Standing:
    """A house with something of everything that ages: a draft, typed words, a screening, a yes, keys of which one is retired, a value on its way."""

    def __init__(self, world: World) -> None:
        self.world, self.alice = world, actor_for(world.alice)
        dictionary.load_starter(actor_code="tests")
        self.person = registered(world.alice)
        agrees(world.alice, self.person, "care", "statistics")
        begin(world.client_for(world.alice), self.person)
        renewing.begin(actor_code="tests")
        renewing.finish(actor_code="tests")
        self.on_their_way: list[Owner] = []
        keep_file(actor=self.alice, person=self.person, element_code="own_words_file", content=picture(), held_for=uuid4())  # of a form still open
        self.more()

    def more(self) -> None:
        """As people do in any hour: type, screen, and leave a value on its way into the house."""
        kept = keeping.keep(self.world.alice, "/somewhere", [("words", "typed and not sent")])
        assert kept is not None
        intake.keep_screening(
            actor=self.alice, screening_id=uuid4(), answers={"cue_fear": Answer("no")}, form_code="rapid_screening", subject="person", heard="no", urgent=False,
        )
        self.on_their_way.append(owner_of_values())
        put(self.on_their_way[-1], "on its way")

    def standing(self) -> dict[str, set[str]]:
        """Everything that can still be read or used."""
        rows = {
            "screenings": Screening.objects.all(), "drafts": Draft.objects.all(), "keys": DataKey.objects.all(), "values": SealedValue.objects.all(),
            "files": StoredFile.objects.all(),
            "yes": ConsentDecision.objects.filter(ended_at=None, lapse_noted_at=None),
        }
        found = {name: {str(pk) for pk in one.values_list("pk", flat=True)} for name, one in rows.items()}
        found["typed"] = {str(one.pk) for one in KeptInput.objects.all() if readable(one)}
        found["old and new keys"] = {kek.id for kek in keyring.load(settings.HOME.keyring).keks}
        return found


def readable(kept: KeptInput) -> bool:
    """Whether what was typed opens."""
    try:
        return bool(json.loads(vault.open_draft(vault.Owner("draft", kept.pk), kept.vault_id)))
    except vault.Gone:
        return False


def everything_runs(one: Machine) -> None:
    """An hour of work in the background, with a look at the clock before it, as the runner does."""
    for _half in range(2):
        one.run(timedelta(minutes=30), looks=3)
        for name in DESTROYING:
            job = JOBS.get(name)
            assert job is not None
            job.run(Quietly())


@row("Leaps of the clock, an hour each", asked=100, quick=8, expects="nothing that stood is gone", slow=True)
def leaps(tries: int) -> Outcome:
    """Each leap at random among those above (fixed seed), in one house that goes on. While it lasts something is typed and every job runs; then the
    clock is set right, and every job runs once more."""
    chance, bad = random.Random(20261122), []
    house = Standing(make_world())
    with machine() as one:
        for number in range(tries):
            before, right = house.standing(), one.says
            to = WRONG[number % len(WRONG)] if number < len(WRONG) else chance.choice(WRONG)
            one.leap(to if isinstance(to, datetime) else right + to)
            house.more()
            everything_runs(one)
            if number % 3 == 1:
                one.restart()
            house.more()
            one.leap(right + timedelta(hours=1))
            for name in DESTROYING:
                JOBS.get(name).run(Quietly())  # type: ignore[union-attr]
            after = house.standing()
            lost = {name: len(stood - after[name]) for name, stood in before.items() if stood - after[name]}
            made = len(after["typed"]) - len(before["typed"]), len(after["screenings"]) - len(before["screenings"])
            if lost or made != (2, 2):
                bad.append(f"{to}: {lost} lost of what stood, {made} of 2 and 2 kept of what was made meanwhile")
            forget(house)
    return Outcome(tried=tries, bad=len(bad), note="; ".join(bad[:3]))


def forget(house: Standing) -> None:
    """So that nothing grows old by right: what was typed in the last hours, and is on its way."""
    for owner in [*house.on_their_way, *(Owner("draft", pk) for pk in KeptInput.objects.values_list("pk", flat=True))]:
        vault.destroy(owner)
    house.on_their_way.clear()
    KeptInput.objects.all().delete()
    Screening.objects.all().delete()
    house.more()


@leaps.defect("what is old enough to be destroyed is told by the machine's clock")
@contextmanager
def by_the_machine() -> Iterator[None]:
    """As it was before."""
    with mock.patch.object(clock, "settled", lambda: clock.told()), mock.patch.object(clock, "now", lambda: clock.told()):
        yield
