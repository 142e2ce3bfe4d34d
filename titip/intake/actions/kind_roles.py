"""Deciding which roles see and fill in one kind of record."""

from collections.abc import Collection

from django.db import transaction

from titip.dictionary import reads as dictionary
from titip.dictionary.rules.messages import Told
from titip.dictionary.rules.messages import gettext_noop as _
from titip.intake.models import KindRole
from titip.intake.reads.kind_roles import FILL, SEE, within_policy
from titip.intake.reads.records import Kind
from titip.protect.actions import audit
from titip.protect.rules.access import Actor


class CannotOpen(Told):
    """A kind stays open as it is; the message says why."""


@transaction.atomic
def open_kind_to(*, actor: Actor, kind: Kind, see: Collection[str], fill: Collection[str]) -> None:
    """From now on only these roles see it and fill it in. All that the policy lets in: it is open as before. Raises CannotOpen."""
    may_see, may_fill = ({role.value for role in within_policy(actor.policy, action)} for action in (SEE, FILL))
    see, fill = set(see), set(fill)
    if not see <= may_see or not fill <= may_fill:
        raise CannotOpen("policy", _("The house lets one of these roles do this with no record at all. Change who may do what first."))
    if not fill:
        raise CannotOpen("fill", _("Somebody must be able to fill it in. Choose one role at least."))
    if not fill <= see:
        raise CannotOpen("see", _("Whoever fills it in sees it, too. Choose them in both."))
    record_type = dictionary.record_type_id(kind.code)
    KindRole.objects.filter(record_type=record_type).delete()
    if see != may_see or fill != may_fill:
        KindRole.objects.bulk_create(KindRole(record_type_id=record_type, role=role, fills=role in fill) for role in sorted(see))
    audit.record(
        kind="intake.kind", actor_code=actor.code, subjects=[("record_type", kind.code[:64])], detail={"see": sorted(see), "fill": sorted(fill)},
    )
