"""The organisation's access-control list: the table that decides, with its date, its version and what was changed of the declarations."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from titip.kit import clock
from titip.protect.models import PolicyVersion
from titip.protect.reads import policy as policies
from titip.protect.reads.staff import organisation
from titip.protect.rules.access import DECLARED, Policy
from titip.protect.rules.policy import Change, changes
from titip.protect.rules.table import ROOM_NAMES, RoleLine, Row, roles, rows


@dataclass(frozen=True)
class AccessList:
    """All that is printed. ``changed``: what differs from the declarations; ``since`` and ``why``: of the version that holds, if there is one."""

    organisation: str
    made_at: datetime
    version: int
    since: datetime | None
    why: str
    roles: list[RoleLine]
    rows: list[Row]
    changed: list[Change]

    def by_room(self) -> list[tuple[str, list[tuple[Row, list[Row]]]]]:
        """(name of a room, [(an action's first row, its rows by role)]) in the order of their codes."""
        ordered = sorted(self.rows, key=lambda row: row.action)
        actions = [list(of_action) for _name, of_action in groupby(ordered, key=lambda row: row.action)]
        by_room = groupby(actions, key=lambda of_action: of_action[0].room)
        return [(ROOM_NAMES.get(room, room), [(of_action[0], of_action) for of_action in group]) for room, group in by_room]


def access_list(policy: Policy | None = None) -> AccessList:
    """The list as it holds now, or of one policy."""
    holds = policies.current() if policy is None else policy
    row = PolicyVersion.objects.filter(number=holds.version).first()
    ours = organisation()
    return AccessList(
        organisation=ours.name if ours else "", made_at=clock.now(), version=holds.version, since=row.at if row else None, why=row.why if row else "",
        roles=roles(holds), rows=rows(holds), changed=changes(DECLARED, holds),
    )
