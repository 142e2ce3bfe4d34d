"""Bases for holding a person's identity, and the decisions per purpose that stand on them. Rows are added and ended, never changed."""

from django.db import models

from titip.consent.rules.deciding import Assent, GivenBy
from titip.consent.rules.liveness import DecisionFacts, State
from titip.dictionary.rules.messages import gettext_noop as _
from titip.kit import clock
from titip.kit.codes import new_code
from titip.kit.ids import new_id
from titip.protect.rules.grounds import GroundsKind

KINDS = [
    (GroundsKind.CONSENT, _("Her own consent")),
    (GroundsKind.GUARDIAN, _("A guardian's consent")),
    (GroundsKind.BEST_INTEREST, _("A best-interest decision")),
    (GroundsKind.IMMEDIATE_SAFETY, _("Immediate safety")),
    (GroundsKind.STATUTORY_POWER, _("A power or duty under a law")),
    (GroundsKind.COURT_PROCESS, _("A court process")),
    (GroundsKind.THIRD_PARTY, _("Necessity about a third party")),
]
STATES = [
    (State.NOT_ASKED, _("Not asked")),
    (State.UNDECIDED, _("Not decided yet")),
    (State.GIVEN, _("Yes")),
    (State.DECLINED, _("No")),
    (State.WITHDRAWN, _("Withdrawn")),
    (State.EXPIRED, _("Over: ask again")),
    (State.BY_GUARDIAN, _("Yes, by whoever decides for the child")),
    (State.COVERED, _("Held on another basis")),
]
INTERPRETERS = [("none", _("No interpreter")), ("present", _("An interpreter in the room")), ("phone", _("An interpreter by telephone"))]
INTERPRETS = [
    ("trained", _("A trained interpreter")), ("colleague", _("A colleague")), ("volunteer", _("A volunteer whom we know")),
    ("court", _("A court's interpreter")),
    ("relative", _("A relative, a partner or a friend of the family")), ("employer", _("An employer, an agent or a colleague from the workplace")),
    ("feared", _("Somebody whom she may fear, such as a person from the same place")),
]
SIGNS = [
    ("none", _("Nothing more: her word is enough")), ("drawn", _("She draws a sign with her finger")),
    ("voice", _("She says it, and is recorded, because she wants that")), ("oral", _("She says it before a witness")),
    ("paper", _("A mark on paper, which stays on paper")),
]
WITNESSES = [
    ("colleague", _("A colleague")), ("other_house", _("A social worker of another organisation")), ("lawyer", _("A lawyer")),
    ("trusted", _("An adult whom she chose and trusts")),
]
FORMATS = [("numbers", _("Counted in tables")), ("words", _("Her own words, without her name")), ("photograph", _("A photograph without her face")),
           ("voice", _("Her voice, changed")), ("film", _("A film without her face"))]  # fmt: skip
MODES = [("in_person", _("In person")), ("phone", _("By telephone")), ("video", _("By video")), ("paper", _("On paper"))]
CONFIDENTIALITY = [
    ("code", _("Only a code is used outside the team; her name stays sealed")),
    ("team", _("Her name may be used inside the organisation")),
    ("named", _("She wants to be named where she agreed to a use")),
]


def new_slip_code() -> str:
    """A code for the paper slip. It has no prefix and differs from the person's code: found in a pocket it says nothing."""
    return new_code()


class Basis(models.Model):
    """Why a person's identity may be held (S18): consent with how it was asked (S4), or another basis with its law, scope and review."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey("register.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30, choices=[(k.value, label) for k, label in KINDS])
    given_by = models.CharField(max_length=12, choices=[(g.value, g.value) for g in GivenBy])
    law_or_reason = models.CharField(max_length=255)
    scope = models.CharField(max_length=255)
    reviewer = models.CharField(max_length=12, blank=True, help_text="Staff code")
    review_on = models.DateField(null=True, blank=True)
    # How it was asked, and by whom
    collector = models.ForeignKey("protect.Staff", on_delete=models.PROTECT, related_name="+")
    organisation = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=60, blank=True)
    cards_in = models.CharField(max_length=20, blank=True, help_text="In which language the cards were gone through; blank: the organisation's own")
    words_version = models.PositiveIntegerField(null=True, blank=True, help_text="The number of the dictionary whose cards were read")
    interpreter = models.CharField(max_length=10, choices=INTERPRETERS, default="none")
    interpreter_accepted = models.BooleanField(default=False)
    interpreter_role = models.CharField(max_length=10, choices=INTERPRETS, blank=True)
    interpreter_vouched = models.CharField(max_length=120, blank=True, help_text="Who vouches for the interpreter")
    mode = models.CharField(max_length=10, choices=MODES, default="in_person")
    private_place = models.BooleanField(default=False)
    capacity_confirmed = models.BooleanField(default=False, help_text="Able to decide: not drugged, not in shock, not asleep on her feet")
    no_duress_confirmed = models.BooleanField(default=False)
    distress_seen = models.BooleanField(default=False, help_text="Signs of distress were seen and considered")
    benefits_explained = models.BooleanField(default=False)
    risks_explained = models.BooleanField(default=False)
    voluntary_confirmed = models.BooleanField(default=False)
    no_waiver = models.BooleanField(default=False, help_text="She gives up no rights by this")
    read_back = models.BooleanField(default=False, help_text="Her choices were read back to her")
    confidentiality = models.CharField(max_length=10, choices=CONFIDENTIALITY, default="code")
    compensation = models.CharField(max_length=120, blank=True)
    formats = models.CharField(max_length=120, blank=True, help_text="In which formats the data may be used")
    sign = models.CharField(max_length=6, choices=SIGNS, default="none")
    sign_id = models.UUIDField(null=True, blank=True, help_text="The sealed drawn sign or voice in the vault: biometric, never compared")
    witness_role = models.CharField(max_length=12, choices=WITNESSES, blank=True)
    witness_code = models.CharField(max_length=12, blank=True, help_text="The witness's code, never a name")
    assent = models.CharField(max_length=12, choices=[(a.value, a.value) for a in Assent], default=Assent.NOT_NEEDED, help_text="The child's own word")
    guardian_clear = models.BooleanField(default=False, help_text="The guardian is not, and may not be, involved in what happened")
    slip_code = models.CharField(max_length=12, unique=True, default=new_slip_code)
    certificate_id = models.UUIDField(null=True, blank=True, help_text="The sealed certificate in the vault")
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=255, blank=True)
    ended_by = models.CharField(max_length=12, blank=True, help_text="Staff code")

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["person", "-made_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.slip_code}"


class ConsentDecision(models.Model):
    """One decision about one purpose and one recipient. A later one ends it; nothing about it is changed but its end."""

    basis = models.ForeignKey(Basis, on_delete=models.CASCADE, related_name="decisions")
    purpose = models.CharField(max_length=40)
    recipient = models.CharField(max_length=120, blank=True, help_text="Blank: inside the organisation")
    words_in = models.CharField(max_length=20, blank=True, help_text="The language whose words or recording she was given; blank: the organisation's own words")
    state = models.CharField(max_length=20, choices=[(s.value, label) for s, label in STATES])
    decided_at = models.DateTimeField(default=clock.now)
    valid_until = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True, help_text="The earlier of its end and its basis's review: when to ask again")
    ended_at = models.DateTimeField(null=True, blank=True)
    reworded_at = models.DateTimeField(null=True, blank=True, help_text="When what she agreed to got other words: she is asked again")
    lapse_noted_at = models.DateTimeField(null=True, blank=True, help_text="When its end was noticed and what follows was done")

    class Meta:
        ordering = ["decided_at", "id"]
        indexes = [
            models.Index(fields=["purpose", "recipient"], condition=models.Q(ended_at=None), name="standing_decisions"),
            models.Index(fields=["valid_until"], condition=models.Q(ended_at=None), name="standing_by_end"),
            models.Index(fields=["due_at"], condition=models.Q(ended_at=None), name="standing_by_due"),
            models.Index(fields=["due_at"], condition=models.Q(ended_at=None, lapse_noted_at=None), name="lapses_to_note"),
        ]

    @property
    def facts(self) -> DecisionFacts:
        """What liveness must know. Needs ``basis`` and its person loaded."""
        basis = self.basis
        return DecisionFacts(
            kind=GroundsKind(basis.kind), purpose=self.purpose, recipient=self.recipient, state=State(self.state), age_status=basis.person.age_status,
            valid_until=self.valid_until, ended_at=self.ended_at, basis_ended_at=basis.ended_at, review_on=basis.review_on,
            reworded_at=self.reworded_at,
        )
