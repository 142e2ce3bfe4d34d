"""No relation looks ahead on the path, hides a way back, or crosses a store; proven by planted models."""

from typing import Any

from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.house.relations import PLACE, faults
from titip.protect.stores import InVault

OURS = ("titip.register", "titip.casework", "titip.protect")


def ours() -> list[type[models.Model]]:
    return [model for config in apps.get_app_configs() if config.name.startswith("titip.") for model in config.get_models()]


def test_no_relation_in_the_house_breaks_a_rule() -> None:
    found = [fault for model in ours() for fault in faults(model)]

    assert ours()
    assert not found, found


def test_every_app_of_ours_is_a_room() -> None:
    assert {config.label for config in apps.get_app_configs() if config.name.startswith("titip.")} <= set(PLACE)


def planted(*, target: str, source: str = "casework", field: Any = models.ForeignKey, **options: Any) -> list[str]:
    """The faults of a model in ``source`` that points to a model in ``target``."""

    class Target(models.Model):
        class Meta:
            app_label = target

    if field is not models.ManyToManyField:
        options["on_delete"] = models.PROTECT

    class Source(models.Model):
        pointer = field(f"{target}.Target", **options)

        class Meta:
            app_label = source

    return list(faults(Source))


@isolate_apps(*OURS)
def test_a_relation_that_points_ahead_is_found() -> None:
    assert any("points ahead" in fault for fault in planted(source="register", target="casework", related_name="+"))


@isolate_apps(*OURS)
def test_a_relation_that_opens_a_way_back_is_found() -> None:
    assert any("related_name" in fault for fault in planted(target="register"))


@isolate_apps(*OURS)
def test_a_many_to_many_that_opens_a_way_back_is_found() -> None:
    assert any("related_name" in fault for fault in planted(target="register", field=models.ManyToManyField, related_name="cases"))


@isolate_apps(*OURS)
def test_a_relation_into_another_store_is_found() -> None:
    class Sealed(InVault, models.Model):
        class Meta:
            app_label = "protect"

    class Source(models.Model):
        pointer = models.ForeignKey(Sealed, on_delete=models.PROTECT, related_name="+")

        class Meta:
            app_label = "casework"

    assert any("another store" in fault for fault in faults(Source))


@isolate_apps(*OURS)
def test_a_quiet_look_back_passes() -> None:
    assert planted(target="register", related_name="+") == []
