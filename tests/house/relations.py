"""House rules about relations between models, which import-linter cannot see."""

from collections.abc import Iterator

from django.db import router
from django.db.models import Model
from django.db.models.fields.related import RelatedField

from tests.house.miniature import rooms

#: The place of each room on the path; web and cli stand together at its end.
PLACE = {room: place for place, room in enumerate(reversed(rooms()))}


def faults(model: type[Model]) -> Iterator[str]:
    """What is wrong with the relations a model of ours declares."""
    own = model._meta.app_label
    for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
        other = field.related_model
        if not isinstance(field, RelatedField) or not isinstance(other, type):
            continue
        name, room = f"{model._meta.label}.{field.name}", other._meta.app_label
        if field.remote_field.parent_link and room == own:
            continue
        if router.db_for_write(model) != router.db_for_write(other):
            yield f"{name}: points into another store ({other._meta.label}); keep its id instead"
        if room == own or room not in PLACE:
            continue
        if PLACE[room] > PLACE[own]:
            yield f"{name}: points ahead on the path, to {other._meta.label}"
        if field.remote_field.related_name != "+":
            yield f"{name}: a relation to another room needs related_name='+', or {room} could look ahead through it"
