"""More colleagues than the test world has."""

from datetime import date

from tests.world import World
from titip.protect.actions.staff import add_staff, set_up_totp
from titip.protect.models import Staff
from titip.protect.rules.roles import Role


def another(world: World, username: str, role: Role) -> Staff:
    """A colleague of team North."""
    made = add_staff(username=username, name=f"{username.title()} Test", roles=[role], teams=[world.north], trained_on=date(2024, 1, 15), actor_code="tests")
    set_up_totp(staff=made)
    return made
