"""To which roles a kind of record is open, within what the policy lets them do."""

from titip.intake.models import KindRole
from titip.protect.rules.access import Actor, Policy
from titip.protect.rules.roles import Role

SEE, FILL = "intake.records", "intake.record"


def closed_to(actor: Actor, action: str) -> frozenset[str]:
    """Codes of the kinds that none of her roles may see or, for filling in, fill in. One query."""
    open_to: dict[str, set[str]] = {}
    for code, role, fills in KindRole.objects.values_list("record_type__code", "role", "fills"):
        roles = open_to.setdefault(code, set())
        if fills or action != FILL:
            roles.add(role)
    mine = {role.value for role in actor.roles}
    return frozenset(code for code, roles in open_to.items() if roles.isdisjoint(mine))


def within_policy(policy: Policy, action: str) -> list[Role]:
    """The roles that the policy lets do it at all, in the order in which roles are declared."""
    granted = policy.grants(action)
    return [role for role in Role if role in granted]


def open_roles(kind_code: str, policy: Policy) -> tuple[frozenset[str], frozenset[str]]:
    """Who sees a kind and who fills it in now, by role."""
    rows = list(KindRole.objects.filter(record_type__code=kind_code))
    see, fill = ({role.value for role in within_policy(policy, action)} for action in (SEE, FILL))
    if not rows:
        return frozenset(see), frozenset(fill)
    return frozenset(see & {row.role for row in rows}), frozenset(fill & {row.role for row in rows if row.fills})
