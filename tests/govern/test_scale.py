"""A practice house made in bulk is what the real actions would have made: row for row, event for event, value for value."""

import json
import re
from collections import Counter
from datetime import UTC, datetime

import pytest

from tests.govern.living import live
from tests.protect.cheap import CHEAP, PASSPHRASE
from tests.world import STORES, be_ready
from titip.casework.models import Approval, Case, CaseNote, Participation, ServiceOffered, Step, Transition
from titip.consent import reads as consents
from titip.consent.models import Basis, ConsentDecision
from titip.consent.reads.certificates import TABLE as CERTIFICATE
from titip.dictionary import reads as dictionary
from titip.dictionary.rules.answers import Answer
from titip.govern.practice import NotForPractice, scale
from titip.govern.practice.scale.making import _scene
from titip.intake.models import Screening
from titip.kit import clock
from titip.kit.codes import read_code
from titip.protect import vault
from titip.protect.actions import audit, keys
from titip.protect.actions.loading import NotPractice, Store
from titip.protect.models import AuditEvent, AuditSubject, DataKey, Notice, SealedValue, Staff
from titip.protect.reads.staff import actor_of
from titip.protect.vault import chain
from titip.quality import actions as quality
from titip.quality.models import DuplicatePair, DuplicateToken, Finding, RecordChecked
from titip.register.models import Link, Person, Record, RecordVersion, SealedAnswer, SearchValue
from titip.register.reads.opening import current_answers

pytestmark = pytest.mark.django_db(databases=STORES)
SEED, PEOPLE, LIVED = 7, 300, 48
#: Made anew each time: they name a row and say nothing of it.
NAMES = {"id", "code", "slip_code", "vault_id", "certificate_id", "case", "person", "record", "basis", "basis_id", "version", "other", "seq", "thing"}
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@pytest.fixture
def practice(home, settings):
    """An unlocked practice folder of its own."""
    keys.init(passphrase=PASSPHRASE, practice=True, costs=CHEAP)
    vault.unlock(PASSPHRASE)
    be_ready()
    with clock.at(datetime(2026, 6, 1, tzinfo=UTC)):
        yield


def rows(queryset):
    """Rows without what is made anew each time, in an order of their own."""
    found = [{name: str(value) for name, value in plain(row).items() if name not in NAMES} for row in queryset]
    return sorted(found, key=lambda row: json.dumps(row, sort_keys=True))


def plain(row):
    kept = {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}
    if isinstance(row, RecordVersion):
        kept["changed"] = sorted(row.changed)
    return {**kept, "number_of_version": getattr(row, "version", None)} if isinstance(row, Finding | RecordChecked) else kept


def about(person):
    """Everything that is kept about one registration, by kind."""
    records = Record.objects.filter(person=person)
    screenings = Screening.objects.filter(person=person)
    every = [*records.values_list("pk", flat=True), *screenings.values_list("record", flat=True)]
    versions = RecordVersion.objects.filter(record__in=every)
    sealed = SealedAnswer.objects.filter(version__in=versions).select_related("version__record")
    cases = Case.objects.filter(participants__person=person)
    bases = Basis.objects.filter(person=person)
    ids = [str(one) for one in (person.pk, *every, *screenings.values_list("pk", flat=True), *cases.values_list("pk", flat=True))]
    return {
        "person": rows([person]), "records": rows(Record.objects.filter(pk__in=every)), "versions": rows(versions), "sealed": rows(sealed),
        "opened": sorted((row.version.number, row.element_code, opened(row)) for row in sealed), "search": rows(SearchValue.objects.filter(record__in=every)),
        "links": rows(Link.objects.filter(person=person)), "bases": rows(bases), "decisions": rows(ConsentDecision.objects.filter(basis__in=bases)),
        "certificates": sorted(certificate(basis) for basis in bases if basis.certificate_id), "screenings": rows(screenings), "cases": rows(cases),
        "parts": rows(Participation.objects.filter(case__in=cases)), "moves": rows(Transition.objects.filter(case__in=cases)),
        "steps": rows(Step.objects.filter(case__in=cases)), "services": rows(ServiceOffered.objects.filter(case__in=cases)),
        "notes": rows(CaseNote.objects.filter(case__in=cases)), "approvals": rows(Approval.objects.filter(case__in=cases)),
        "tokens": sorted(DuplicateToken.objects.filter(person=person).values_list("kind", "token")),
        "findings": rows(Finding.objects.filter(record__in=every)), "finding elements": sorted(elements(every)),
        "key": DataKey.objects.filter(owner_id=person.pk).count(),
        "vault": sorted(map(str, SealedValue.objects.filter(owner_id=person.pk).values_list("created", flat=True))),
        "notices": rows(Notice.objects.filter(thing=person.pk)),
        "events": events(ids),
    }  # fmt: skip


def opened(row):
    """A sealed answer as its own record and basis open it."""
    assert Basis.objects.filter(pk=row.basis_id, person=row.version.record.person_id).exists()
    owner = vault.Owner("person", row.version.record.person_id)
    return vault.open_one(owner, row.vault_id, "register.answer", str(row.version.record_id), row.element_code)


def certificate(basis):
    content = vault.open_one(vault.Owner("person", basis.person_id), basis.certificate_id, CERTIFICATE, str(basis.pk), "certificate")
    assert content == json.dumps(json.loads(content), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return content


def elements(records):
    return Finding.objects.filter(record__in=records).values_list("check_code", "elements__code", "elements__order")


def events(ids):
    """What the chain says about these things, checks apart (they are one event for many)."""
    named = AuditSubject.objects.filter(subject__in=ids).values("event")
    found = AuditEvent.objects.filter(pk__in=named).exclude(kind="quality.check").prefetch_related("subjects")
    return sorted(
        (str(e.at), e.kind, e.actor_code, e.outcome, ID.sub("id", json.dumps(e.detail, sort_keys=True)), sorted(s.kind for s in e.subjects.all()))
        for e in found
    )


def test_a_house_made_in_bulk_is_the_house_that_the_actions_make(practice):
    done = list(scale.make(people=PEOPLE, seed=SEED))
    assert done[PEOPLE - 1] == ("Made-up people", PEOPLE, PEOPLE)
    made = {read_code(person.code): person for person in Person.objects.order_by("made_at", "pk")}
    assert len(made) == PEOPLE

    # the chain holds, every record stands by its dictionary, nothing sealed is an orphan
    report = audit.verify()
    assert report.ok, report.faults
    in_use = {*SealedAnswer.objects.values_list("vault_id", flat=True), *CaseNote.objects.values_list("vault_id", flat=True)}
    in_use |= set(Basis.objects.exclude(certificate_id=None).values_list("certificate_id", flat=True))
    assert in_use == set(SealedValue.objects.values_list("pk", flat=True))
    check_records()

    # what is there: every kind of story
    kinds = Counter(Finding.objects.values_list("check_code", flat=True))
    assert {"end_before_start", "months_and_dates"} & set(kinds) or len(kinds) > 2, kinds
    assert Basis.objects.exclude(ended_at=None).exists() and Case.objects.filter(state="closed").exists() and Link.objects.exists()
    assert ConsentDecision.objects.filter(ended_at=None, state="given", valid_until__lt=clock.now()).exists()

    # running the checks anew finds what is noted already, and nothing else
    before = sorted(Finding.objects.values_list("record", "check_code", "element"))
    pairs, tokens = pairs_now(), tokens_now()
    checked = quality.check_all(actor_code="tests")
    assert (checked.found, checked.fixed) == (0, 0)
    assert sorted(Finding.objects.values_list("record", "check_code", "element")) == before
    assert (pairs_now(), tokens_now()) == (pairs, tokens)
    assert pairs, "somebody was registered twice"

    compare_with_the_actions(list(made.values()))


def pairs_now():
    return sorted(DuplicatePair.objects.values_list("first", "second", "by_name", "by_phone"))


def tokens_now():
    return sorted(DuplicateToken.objects.values_list("person", "kind", "token"))


def check_records():
    """Every answer is one that its element takes; every basis covers it."""
    declared = {kind: dictionary.declared(kind) for kind in ("registration", "screening")}
    for record in Record.objects.select_related("record_type", "person"):
        known = declared[record.record_type.code]
        answers = current_answers(record, frozenset(known))
        assert answers and all(isinstance(answer, Answer) for answer in answers.values())
        assert record.number == RecordVersion.objects.filter(record=record).count()
        beyond = {code for code in answers if not known[code].minimum}
        assert record.person is None or not beyond or consents.bases(record.person)


def compare_with_the_actions(made):
    """The first lives once more, through the actions; then each beside its own."""
    scene = _world_again()
    staff = {one.pk: actor_of(one, second_factor=True) for one in Staff.objects.all()}
    known: dict[int, Person] = {}
    lives = [scene.world.life(number) for number in range(LIVED)]
    by_moment = {round(person.made_at.timestamp()): person for person in made}
    for life in lives:
        worker = scene.house.worker_of(life.head)
        live(life, worker=staff[worker.id], supervisor=staff[worker.supervisor], known=known, lapses=scene.telling.lapses(life))
    quality.check_all(actor_code="tests")
    assert any(life.case and life.case.ended for life in lives) and any(life.added for life in lives) and any(life.screened for life in lives)
    assert any(scene.telling.lapses(life) for life in lives)
    assert any(life.withdrawn for life in lives) and any(life.asked_again for life in lives) and any(life.fault for life in lives)
    for life in lives:
        bulk, real = about(by_moment[life.registered]), about(known[life.number])
        for kind in real:
            assert bulk[kind] == real[kind], (life, kind)


def _world_again():
    """The scene of the house that stands: told anew, found already."""
    from unittest.mock import patch

    from titip.govern.practice.scale import making
    from titip.govern.practice.scale.house import Colleague, House

    workers = []
    for one in Staff.objects.filter(username__in=["dara", "mali"]).order_by("pk"):
        supervisor = Staff.objects.get(username="sopha")
        workers.append(Colleague(one.pk, one.code, one.teams.get().pk, supervisor.pk, supervisor.code))
    frozen = dictionary.current()
    house = House(workers, frozen.pk, frozen.number, dictionary.record_type_id("registration"), dictionary.record_type_id("screening"))
    with patch.object(making, "found", lambda people, on: house):
        return _scene(PEOPLE, SEED, clock.today())


def test_nothing_goes_past_the_actions_of_a_real_organisation(home):
    keys.init(passphrase=PASSPHRASE, practice=False, costs=CHEAP)
    vault.unlock(PASSPHRASE)
    with pytest.raises(NotPractice):
        Store("default")
    with pytest.raises(NotForPractice):
        list(scale.make(people=10, seed=1))
    assert not Person.objects.exists()


def test_a_house_is_never_made_where_one_stands(practice):
    list(scale.make(people=12, seed=1))
    with pytest.raises(scale.NotEmpty):
        list(scale.make(people=12, seed=1))


@pytest.mark.slow
def test_the_same_seed_makes_the_same_people_in_one_process_or_two(titip, tmp_path):
    """In folders of their own, as people make them: broken off, begun anew, and refused where a house stands."""
    one, two = tmp_path / "one", tmp_path / "two"
    two.mkdir(mode=0o700)
    (two / "practice-is-being-made").touch()
    (two / "app.sqlite3").write_bytes(b"what a making that was broken off has left")
    made = [
        titip("practice", "make", "--persons", "60", "--seed", "5", "--one-process", home=one),
        titip("practice", "make", "--persons", "60", "--seed", "5", home=two),
    ]
    assert [result.returncode for result in made] == [0, 0], made
    assert told(one) == told(two) and len(told(one)) == 60
    passphrase = tmp_path / "passphrase"
    passphrase.write_text("practice lantern ferry orchid\n")
    passphrase.chmod(0o600)
    for home in (one, two):
        verified = titip("audit", "verify", "--passphrase-file", str(passphrase), home=home)
        assert verified.returncode == 0, verified
        looked = titip("doctor", home=home)
        assert looked.returncode == 0, looked
    again = titip("practice", "make", "--persons", "10", home=one)
    assert again.returncode == 2 and "already" in again.stderr
    assert len(told(one)) == 60


def told(home):
    """What is kept of each person in the open."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(home / "app.sqlite3")) as store:
        return store.execute(
            "SELECT p.id, p.code, p.age_status, p.made_at, v.answers FROM register_person p JOIN register_record r ON r.person_id = p.id "
            "JOIN register_recordversion v ON v.record_id = r.id AND v.number = r.number ORDER BY p.id"
        ).fetchall()


def test_an_event_composed_in_bulk_is_canonical():
    moment = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
    fields = {"at": moment, "kind": "a.b", "outcome": "ok", "actor_code": "S-1", "session": "", "purpose": "", "detail": {"z": 1, "a": ["x"]}}
    composed = chain.composed(at=chain.moment(moment), kind="a.b", actor_code="S-1", detail='{"a":["x"],"z":1}', subjects='[["case","1"],["person","2"]]')
    assert composed == chain.canonical(fields, [("person", "2"), ("case", "1")])
