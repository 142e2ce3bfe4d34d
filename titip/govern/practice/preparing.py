"""Makes the practice house ready for high-risk data as a real one is made: sheet, breach plan, and a restore drill that really runs."""

from titip.govern.actions import sign_plan
from titip.govern.rules.breach import AUTHORITY_HOURS, PEOPLE_HOURS, STARTER, Plan
from titip.protect.actions import keys
from titip.protect.actions.drilling import drill

_PLAN = Plan(
    leads="Kham Practice-Desk, 000 000 001 (practice)", stands_in="Tola Practice-Desk, 000 000 002 (practice)",
    authority="The practice authority, 000 000 003 (made up)", authority_hours=AUTHORITY_HOURS, people_hours=PEOPLE_HOURS, text=STARTER,
)


class NotReady(RuntimeError):
    """The drill of a practice house did not pass: something is wrong with this installation. The message says what."""

    exit_code = 1


def make_ready(*, code: str) -> None:
    """Prove what readiness asks for, with the recovery code of this unlocked house. Raises NotReady."""
    keys.confirm_sheet(code=code, actor_code="system")
    sign_plan(plan=_PLAN, actor_code="system")
    came = drill(passphrase=code, actor_code="system")
    if not came.passed:
        raise NotReady(f"The practice house could not be made ready: {came.why}")
