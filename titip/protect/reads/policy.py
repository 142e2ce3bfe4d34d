"""Who may do what in this house now, and what was changed of it when, by whom and why."""

from collections import OrderedDict
from collections.abc import Collection
from typing import Final

from titip.protect.models import PolicyVersion, Staff, StaffRole
from titip.protect.rules.access import DECLARED, Policy
from titip.protect.rules.policy import Change, Differences, changes, effective, from_json
from titip.protect.rules.roles import Role

#: Versions that this process has read, by token. A token is random: a version of another house, or of a restored one, is not taken for it.
_READ: Final[OrderedDict[str, Policy]] = OrderedDict()
_MOST: Final = 8


def current() -> Policy:
    """The policy that holds now, in every process: one small query; the differences are read once a version."""
    newest = PolicyVersion.objects.order_by("-number").values_list("token", flat=True).first()
    if newest is None:
        return DECLARED
    if newest not in _READ:
        row = PolicyVersion.objects.get(token=newest)
        _READ[newest] = effective(from_json(row.differences), version=row.number)
        while len(_READ) > _MOST:
            _READ.popitem(last=False)
    return _READ[newest]


def differences(number: int | None = None) -> Differences:
    """What a version changed of the declarations; the newest unless told. 0, or none yet: nothing. Raises PolicyVersion.DoesNotExist."""
    if number == 0:
        return Differences()
    rows = PolicyVersion.objects.order_by("-number")
    row = rows.first() if number is None else rows.get(number=number)
    return from_json(row.differences) if row else Differences()


def policy_of(number: int) -> Policy:
    """What held with a version. Raises PolicyVersion.DoesNotExist."""
    return effective(differences(number), version=number)


def versions() -> list[tuple[PolicyVersion, str, list[Change]]]:
    """(version, name of who made it, what it changed of the one before), the newest first."""
    rows = list(PolicyVersion.objects.order_by("number"))
    names = dict(Staff.objects.filter(code__in={row.by_code for row in rows}).values_list("code", "name"))
    found, before = [], DECLARED
    for row in rows:
        after = effective(from_json(row.differences), version=row.number)
        found.append((row, names.get(row.by_code, ""), changes(before, after)))
        before = after
    return found[::-1]


def held_roles() -> frozenset[Role]:
    """The roles that somebody at work holds."""
    known = {role.value for role in Role}
    held = StaffRole.objects.filter(ended_at=None, staff__is_active=True).values_list("role", flat=True).distinct()
    return frozenset(Role(name) for name in held if name in known)


def holders(roles: Collection[Role]) -> dict[Role, list[str]]:
    """The names of colleagues at work who hold these roles."""
    found: dict[Role, list[str]] = {role: [] for role in roles}
    wanted = [role.value for role in roles]
    rows = StaffRole.objects.filter(ended_at=None, staff__is_active=True, role__in=wanted).order_by("staff__name").values_list("role", "staff__name")
    for role, name in rows:
        found[Role(role)].append(name)
    return found
