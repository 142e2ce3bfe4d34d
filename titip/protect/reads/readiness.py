"""What was proven in this house, and when."""

from allauth.mfa.models import Authenticator
from django.db.models import F, OuterRef, QuerySet, Subquery

from titip.protect.models import ReadinessMark, StaffRole
from titip.protect.rules.readiness import Facts, Last, Proof
from titip.protect.rules.roles import ROLES, Risk, at_most

#: Roles that may see high-risk answers.
_OPENING = frozenset(role.value for role, rule in ROLES.items() if at_most(Risk.HIGH, rule.ceiling))


def passed_proofs() -> frozenset[Proof]:
    """What has passed once at least. One query, for the access decision of every request."""
    return frozenset(Proof(kind) for kind in ReadinessMark.objects.filter(passed=True, kind__in=list(Proof)).values_list("kind", flat=True).distinct())


def last_passed() -> dict[Proof, Last]:
    """The newest passed proof of each kind."""
    return {Proof(row.kind): Last(row.at, row.due_on) for row in _newest(passed=True)}


def facts() -> Facts:
    """All that readiness depends on. Of colleagues at work only: who was invited and has not come in yet opens nothing."""
    openers = {
        code: pk for pk, code, role in StaffRole.objects.filter(ended_at=None, staff__is_active=True).values_list("staff_id", "staff__code", "role")
        if role in _OPENING
    }
    with_factor = set(Authenticator.objects.filter(type=Authenticator.Type.TOTP, user_id__in=openers.values()).values_list("user_id", flat=True))
    without = tuple(sorted(code for code, pk in openers.items() if pk not in with_factor))
    return Facts(last_passed(), len(openers), without)


def last_mark(proof: Proof, *, passed: bool | None = None) -> ReadinessMark | None:
    """The newest mark of a kind, whatever came of it unless ``passed`` says."""
    found = ReadinessMark.objects.filter(kind=proof)
    return (found if passed is None else found.filter(passed=passed)).order_by("-at", "-pk").first()


def _newest(*, passed: bool) -> QuerySet[ReadinessMark]:
    newest = ReadinessMark.objects.filter(kind=OuterRef("kind"), passed=passed).order_by("-at", "-pk").values("pk")[:1]
    return ReadinessMark.objects.filter(kind__in=list(Proof), passed=passed).annotate(newest=Subquery(newest)).filter(pk=F("newest"))
