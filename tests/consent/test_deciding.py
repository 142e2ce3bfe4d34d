"""Who may decide for whom, and what stands before a yes."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titip.consent.rules import Assent, CannotRecord, Choice, Conditions, State, refuse_basis, refuse_consent
from titip.consent.rules.deciding import NEEDED_FOR_A_YES
from titip.protect.rules.grounds import GroundsKind

ALL_SAID = Conditions(**dict.fromkeys(NEEDED_FOR_A_YES, True))
YES = [Choice("care", State.GIVEN)]
NO = [Choice("care", State.DECLINED), Choice("statistics", State.UNDECIDED)]


def consent(**changes: object) -> None:
    """An adult says yes, everything was said."""
    refuse_consent(**{
        "kind": GroundsKind.CONSENT, "age_status": "adult", "choices": YES, "conditions": ALL_SAID, "assent": Assent.NOT_NEEDED, "guardian_clear": False,
        **changes,
    })


def basis(**changes: object) -> None:
    """Immediate safety, well recorded."""
    refuse_basis(**{
        "kind": GroundsKind.IMMEDIATE_SAFETY, "age_status": "adult", "purposes": frozenset({"care"}), "law_or_reason": "Hospital tonight",
        "scope": "Name and ward", "reviewer": "S-2", "actor_code": "S-1", "review_on": date(2026, 5, 8), "today": date(2026, 5, 4),
        "assent": Assent.NOT_NEEDED, "guardian_clear": False, **changes,
    })


def refused(call, **changes) -> str:
    with pytest.raises(CannotRecord) as caught:
        call(**changes)
    return caught.value.field


def test_an_adult_says_yes() -> None:
    consent()


@pytest.mark.parametrize("name", NEEDED_FOR_A_YES)
def test_each_condition_stands_before_a_yes(name: str) -> None:
    assert refused(consent, conditions=replace(ALL_SAID, **{name: False})) == name


def test_a_no_needs_no_condition() -> None:
    consent(choices=NO, conditions=Conditions())
    consent(choices=NO, conditions=Conditions(), kind=GroundsKind.GUARDIAN, age_status="child", assent=Assent.DECLINED)


def test_she_must_accept_the_interpreter() -> None:
    assert refused(consent, conditions=replace(ALL_SAID, interpreter="present")) == "interpreter_accepted"
    accepted = replace(ALL_SAID, interpreter="present", interpreter_accepted=True)
    assert refused(consent, conditions=accepted) == "interpreter_role"
    for never in ("relative", "employer", "feared"):
        assert refused(consent, conditions=replace(accepted, interpreter_role=never, interpreter_vouched="Hope Clinic")) == "interpreter_role"
    assert refused(consent, conditions=replace(accepted, interpreter_role="trained")) == "interpreter_vouched"
    consent(conditions=replace(accepted, interpreter_role="trained", interpreter_vouched="Hope Clinic"))
    assert refused(consent, conditions=replace(ALL_SAID, sign="oral")) == "witness_role"
    assert refused(consent, conditions=replace(ALL_SAID, sign="oral", witness_role="lawyer")) == "witness_code"
    consent(conditions=replace(ALL_SAID, sign="oral", witness_role="lawyer", witness_code="LAW-1"))


@pytest.mark.parametrize("age_status", ["child", "doubt"])
def test_a_minor_is_not_asked_alone(age_status: str) -> None:
    assert refused(consent, age_status=age_status) == "kind"


def test_a_guardian_consents_only_when_certainly_not_involved() -> None:
    child = {"kind": GroundsKind.GUARDIAN, "age_status": "child", "assent": Assent.GIVEN}
    assert refused(consent, **child) == "guardian_clear"
    consent(**child, guardian_clear=True)


def test_the_child_is_asked_too() -> None:
    guardian = {"kind": GroundsKind.GUARDIAN, "age_status": "doubt", "guardian_clear": True}
    assert refused(consent, **guardian) == "assent"
    assert refused(consent, **guardian, assent=Assent.DECLINED) == "assent"
    consent(**guardian, assent=Assent.TOO_YOUNG)


def test_against_the_childs_word_only_a_best_interest_decision_and_only_for_care() -> None:
    panel = {"kind": GroundsKind.BEST_INTEREST, "age_status": "child", "assent": Assent.DECLINED}
    consent(**panel)
    assert refused(consent, **panel, choices=[*YES, Choice("statistics", State.GIVEN)]) == "assent"


def test_nobody_decides_for_an_adult() -> None:
    for kind in (GroundsKind.GUARDIAN, GroundsKind.BEST_INTEREST):
        assert refused(consent, kind=kind, assent=Assent.GIVEN, guardian_clear=True) == "kind"


@pytest.mark.parametrize(("field", "value"), [
    ("purposes", frozenset()), ("purposes", frozenset({"care", "legal"})), ("law_or_reason", "  "), ("scope", ""), ("reviewer", ""), ("reviewer", "S-1"),
    ("review_on", None), ("review_on", date(2026, 5, 4)), ("kind", GroundsKind.CONSENT),
])
def test_a_basis_says_all_of_it(field: str, value: object) -> None:
    assert refused(basis, **{field: value}) == field


@given(
    st.sampled_from([k for k in GroundsKind if k is not GroundsKind.CONSENT]), st.sampled_from(["adult", "child", "doubt"]), st.sampled_from(Assent),
    st.booleans(), st.sets(st.sampled_from(["care", "legal", "statistics"]), min_size=1),
)
def test_no_basis_lets_an_involved_guardian_through(kind: GroundsKind, age: str, assent: Assent, clear: bool, purposes: set[str]) -> None:
    try:
        basis(kind=kind, age_status=age, assent=assent, guardian_clear=clear, purposes=frozenset(purposes))
    except CannotRecord:
        return
    assert kind is not GroundsKind.GUARDIAN or (clear and age != "adult" and assent in (Assent.GIVEN, Assent.TOO_YOUNG))
    assert kind is not GroundsKind.IMMEDIATE_SAFETY or purposes == {"care"}
