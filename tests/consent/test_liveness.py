"""Whether a decision still holds: the whole space of inputs."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from titip.consent.rules import DecisionFacts, State, add_months, is_live, verdict
from titip.consent.rules.liveness import ALLOWING, CARE
from titip.protect.rules.grounds import GroundsKind

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2032, 1, 1)).map(lambda m: m.replace(tzinfo=UTC))
DECISIONS = st.builds(
    DecisionFacts,
    kind=st.sampled_from(GroundsKind),
    purpose=st.sampled_from([CARE, "statistics", "legal"]),
    state=st.sampled_from(State),
    age_status=st.sampled_from(["adult", "child", "doubt"]),
    recipient=st.sampled_from(["", "Hope Clinic"]),
    valid_until=st.none() | MOMENTS,
    ended_at=st.none() | MOMENTS,
    basis_ended_at=st.none() | MOMENTS,
    review_on=st.none() | MOMENTS.map(datetime.date),
)


def said_yes(**changes: object) -> DecisionFacts:
    """An adult's yes to statistics that holds."""
    return DecisionFacts(**{"kind": GroundsKind.CONSENT, "purpose": "statistics", "state": State.GIVEN, "age_status": "adult", **changes})


@given(DECISIONS, MOMENTS)
def test_only_a_yes_is_live_and_never_after_it_ended(decision: DecisionFacts, now: datetime) -> None:
    if is_live(decision, now):
        assert decision.state in ALLOWING
        assert decision.ended_at is None or decision.ended_at > now
        assert decision.basis_ended_at is None or decision.basis_ended_at > now


@given(DECISIONS, MOMENTS, st.integers(0, 4000))
def test_what_is_no_longer_live_never_comes_back_by_waiting(decision: DecisionFacts, now: datetime, days: int) -> None:
    if decision.ended_at is None and decision.basis_ended_at is None and not is_live(decision, now):
        assert not is_live(decision, now + timedelta(days=days))


@given(DECISIONS, MOMENTS)
def test_past_its_time_a_yes_covers_care_and_nothing_else(decision: DecisionFacts, now: datetime) -> None:
    over = (decision.valid_until is not None and decision.valid_until <= now) or (decision.review_on is not None and decision.review_on < now.date())
    if over and is_live(decision, now):
        assert decision.purpose == CARE
        assert verdict(decision, now).review


@given(DECISIONS, MOMENTS)
def test_a_minor_never_consents_alone(decision: DecisionFacts, now: datetime) -> None:
    if decision.kind is GroundsKind.CONSENT and decision.age_status != "adult":
        assert not is_live(decision, now)


@given(DECISIONS, MOMENTS)
def test_a_refusal_says_why(decision: DecisionFacts, now: datetime) -> None:
    found = verdict(decision, now)
    assert found.live or found.reason.endswith((".", ":"))


def test_a_yes_holds_until_its_last_moment() -> None:
    until = NOW + timedelta(days=1)

    assert is_live(said_yes(valid_until=until), until - timedelta(microseconds=1))
    assert not is_live(said_yes(valid_until=until), until)


def test_the_day_of_review_still_counts() -> None:
    assert is_live(said_yes(review_on=NOW.date()), NOW)
    assert not is_live(said_yes(review_on=date(2026, 5, 3)), NOW)


def test_at_eighteen_the_guardians_yes_ends_and_care_goes_on() -> None:
    for purpose, live in (("statistics", False), (CARE, True)):
        decision = said_yes(kind=GroundsKind.GUARDIAN, state=State.BY_GUARDIAN, purpose=purpose)

        assert is_live(decision, NOW) is live
        assert verdict(decision, NOW).review is live


@given(MOMENTS, st.integers(0, 120))
def test_months_later_is_the_same_day_or_the_last_of_the_month(moment: datetime, months: int) -> None:
    later = add_months(moment, months)

    assert (later.year * 12 + later.month) - (moment.year * 12 + moment.month) == months
    assert later.day == moment.day or (later + timedelta(days=1)).day == 1
    assert later.day <= moment.day
