"""What was proven in this house, and when."""

from django.db.models import F, OuterRef, QuerySet, Subquery

from titip.protect.models import ReadinessMark
from titip.protect.rules.readiness import Last, Proof


def passed_proofs() -> frozenset[Proof]:
    """What has passed once at least. One query, for the access decision of every request."""
    return frozenset(Proof(kind) for kind in ReadinessMark.objects.filter(passed=True, kind__in=list(Proof)).values_list("kind", flat=True).distinct())


def last_passed() -> dict[Proof, Last]:
    """The newest passed proof of each kind."""
    return {Proof(row.kind): Last(row.at, row.due_on) for row in _newest(passed=True)}


def last_mark(proof: Proof, *, passed: bool | None = None) -> ReadinessMark | None:
    """The newest mark of a kind, whatever came of it unless ``passed`` says."""
    found = ReadinessMark.objects.filter(kind=proof)
    return (found if passed is None else found.filter(passed=passed)).order_by("-at", "-pk").first()


def _newest(*, passed: bool) -> QuerySet[ReadinessMark]:
    newest = ReadinessMark.objects.filter(kind=OuterRef("kind"), passed=passed).order_by("-at", "-pk").values("pk")[:1]
    return ReadinessMark.objects.filter(kind__in=list(Proof), passed=passed).annotate(newest=Subquery(newest)).filter(pk=F("newest"))
