"""A real thing for every address that names one, all owned by Alice of team North: the outsider must find none of them.

Add a line for each route with an id: its URL name, then the arguments. ``test_golden_urls`` says which are missing.
"""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from allauth.mfa.models import Authenticator
from django.conf import settings

from tests.casework.tools import asked_with_a_tool
from tests.dictionary.test_sounds import a_wav
from tests.intake.own_kinds import aftercare, site_visit
from tests.people import ALL_SAID, agrees, registered
from tests.quality.records import somebody
from tests.world import World, actor_for
from titip.analyse import actions as analyse
from titip.casework import actions as casework
from titip.casework.rules.closing import Reason
from titip.consent import actions as consenting
from titip.consent import reads as consents
from titip.consent.rules import Choice, State
from titip.dictionary import actions as dictionary
from titip.dictionary import reads as dictionaries
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.codebook import CardLanguageEntry
from titip.intake import actions as intake
from titip.intake import reads as collected
from titip.intake.rules.interviewing import Setting
from titip.intake.rules.typing import Typed
from titip.kit import clock
from titip.protect.actions import background, glass
from titip.protect.actions.watching import sound
from titip.protect.gate import drafting
from titip.protect.gate.keeping import keep
from titip.protect.models import OpenSession
from titip.protect.rules.access import Actor
from titip.protect.rules.roles import Role
from titip.protect.rules.watching import Watched
from titip.protect.vault import keyring
from titip.quality import actions as quality
from titip.quality.reads.board import findings_for
from titip.quality.reads.pairs import pairs_for
from titip.register import actions as register
from titip.register.models import Person
from titip.share import actions as share

#: Addresses of things that a frontline worker of any team may open by design, each with the reason beside it.
OPEN_TO_OUTSIDERS: frozenset[str] = frozenset({
    # The data dictionary holds nothing about any person; everyone who records or reads may look up what an element is.
    "dictionary:element", "dictionary:preview", "dictionary:version", "dictionary:review",
    # The recording of a card says what everybody is asked; it is about no person.
    "dictionary:sound",
    # A page of the menu lists what stands in one's own menu, and nothing of anybody.
    "menu",
    # A kind of record is the organisation's; the list shows each colleague her own team's, and anybody may begin one.
    "intake:record_list", "intake:record_new",
    # Numbers of what was done for many; whoever is named there is shown only to those who may see her.
    "intake:survey_contact", "intake:programme", "intake:activity_new", "intake:activity", "intake:activity_change",
    # Taken back by whoever counted, and by nobody else: the row is looked up as one's own.
    "intake:contact_back",
})


def things(world: World) -> dict[str, dict[str, Any]]:
    """URL name → arguments of a thing that stands in the test world."""
    kept = keep(world.alice, "/help", [("note", "typed by Alice")])
    assert kept is not None
    asking: Any = SimpleNamespace(user=world.alice, actor=actor_for(world.alice))
    typed = drafting.remember(asking, path="/help", fields=[("note", "typed by Alice")], title="A page", about=None)
    return {
        "kept": {"kept": kept.pk},
        "menu": {"group": "data"},
        "draft_away": {"draft": typed.pk},
        "draft_back": {"draft": typed.pk},
        **dict.fromkeys(("work_one", "work_cancel", "work_retry"), {"work": _work(world)}),
        "keys_remove": {"slot": keyring.load(settings.HOME.keyring).slots[0].code},
        "alarm": {"alarm": sound(staff_code=world.alice.code, kind=Watched.REFUSED, count=20).pk},
        "role_grant": {"staff": world.eve.pk},
        "role_end": {"staff": world.eve.pk},
        **dict.fromkeys(("colleague", "staff_check", "staff_teams"), {"staff": world.eve.pk}),
        "staff_invite": {"staff": world.eve.pk},
        "staff_revoke": {"staff": world.eve.pk},
        "staff_leave": {"staff": world.eve.pk},
        "staff_trained": {"staff": world.eve.pk},
        "access_change_role": {"role": "lawyer"},
        "access_return": {"number": 0},
        **_glass(world),
        "staff_sign_out": {"staff": world.eve.pk},
        "session_end": {"one": OpenSession.objects.create(staff=world.alice, reference="0" * 16, family="Firefox on Android").pk},
        **dict.fromkeys(("passkey_rename", "passkey_remove"), {"passkey": _passkey(world)}),
        **_dictionary(),
        **_person(world),
        **_records(world),
        **_casework(world),
        **_quality(world),
        **_released(world),
    }


def _glass(world: World) -> dict[str, dict[str, Any]]:
    """What Alice opened of a colleague's outside any team: her own supervisor reviews it, and she alone ends it."""
    theirs = registered(world.charlie)
    Person.objects.filter(pk=theirs.pk).update(team=world.north)
    asked = glass.break_glass(actor=actor_for(world.alice), code=theirs.code, reason="crisis", words="at the door, alone", minutes=60)
    assert asked.glass is not None
    return dict.fromkeys(("glass_one", "glass_end"), {"glass": asked.glass.pk})


def _passkey(world: World) -> int:
    """A passkey of Alice's, as the list of them needs it: no key of any device."""
    credential = {"id": "a", "rawId": "YQ", "type": "public-key", "response": {}}
    return int(Authenticator.objects.create(user=world.alice, type="webauthn", data={"name": "My phone", "credential": credential}).pk)


def _work(world: World) -> UUID:
    """Work in the background that Alice asked for; the administrator sees it too."""
    return background.ask(job="protect.sign", ids={}, actor_code=world.alice.code, staff_id=world.alice.pk).pk


def _dictionary() -> dict[str, dict[str, Any]]:
    version = dictionary.load_starter(actor_code="tests")
    site_visit()
    aftercare()
    file = dictionary.export_xlsform(form_code="rapid_screening", actor_code="tests")
    report = dictionary.import_xlsform(data=file, file_name="rapid_screening.xlsx", actor_code="tests")
    return {
        "dictionary:element": {"code": "phone"},
        "dictionary:edit": {"code": "phone"},
        **{f"dictionary:{name}": {"code": "rapid_screening"} for name in ("preview", "place", "review", "review_write", "review_sign", "draft_preview")},
        **{f"dictionary:{name}": {"code": "phone"} for name in ("rule", "retire", "keep")},
        "dictionary:element_words": {"code": "phone", "language": "km"},
        "dictionary:kind": {"code": "site_visit"},
        "dictionary:kind_several": {"code": "site_visit"},
        "dictionary:list": {"code": "services"},
        "dictionary:choice": {"code": "services", "item": "shelter"},
        "dictionary:question": {"code": "who_comes"},
        "dictionary:purpose": {"code": "care"},
        "dictionary:purpose_sound": {"code": "care", "language": "en"},
        "dictionary:purpose_words": {"code": "care", "language": "km"},
        "dictionary:card_language": {"code": "km"},
        "dictionary:sound": {"sha256": _card_in_khmer()},
        "dictionary:version": {"number": version.number},
        "dictionary:report": {"report_id": report.pk},
    }


def _card_in_khmer() -> str:
    """A language of the cards, and a recording of one."""
    dictionary.put(entries=[("card_languages", "km", CardLanguageEntry("km", "ខ្មែរ"))], what="language", thing="km", actor_code="tests")
    sound = dictionary.record_card(purpose="care", language="en", data=a_wav(), actor_code="tests")
    digest = dictionaries.standing().sha256
    dictionary.agree(sha256=digest, actor_code="other")
    dictionary.publish(note="cards", sha256=digest, actor_code="tests")
    return sound.sha256


def _voice(actor: Actor, person: Person) -> UUID:
    """Where she said her yes and was recorded, because she wanted that."""
    said = replace(ALL_SAID, sign="voice")
    basis = consenting.record_consent(actor=actor, person=person, choices=[Choice("care", State.GIVEN)], conditions=said, voice=a_wav())
    return UUID(str(basis.pk))


def _person(world: World) -> dict[str, dict[str, Any]]:
    """A person whom Alice registered, who agreed to care, with an interview begun and a draft; and a screening of Alice's."""
    actor = actor_for(world.alice)
    person = registered(world.alice)
    shared = register.assign(actor=actor, person=person, staff_id=world.dara.pk)
    basis = agrees(world.alice, person, "care")
    file = _paper(actor, person)
    form = {"person_id": person.pk, "form_code": "first_interview"}
    intake.begin(actor=actor, person=person, form_code="first_interview", setting=Setting(mode="correction"))
    draft = intake.keep_draft(actor=actor, person=person, form_code="first_interview", base_number=0, typed=Typed())
    register.save_record(actor=actor, record_type="registration", answers={"age_band": Answer("18-20")}, base_number=1, grounds=None, person=person)
    screening = intake.keep_screening(
        actor=actor, screening_id=uuid4(), answers={"cue_fear": Answer("saw_it")}, subject="person", heard="no", urgent=False, form_code="rapid_screening",
    )
    return {
        "register:end_share": {"person_id": person.pk, "assignment": shared.pk},
        **{f"register:{name}": {"person_id": person.pk} for name in ("colleagues", "share", "hand_over")},
        **{f"register:{name}": {"person_id": person.pk} for name in ("person", "history", "age", "link")},
        "consent:end_agreement": {"agreement_id": _agreement(actor, person)},
        **{f"consent:{name}": {"person_id": person.pk} for name in ("overview", "elements", "ask", "basis", "withdraw", "identity")},
        **{f"consent:{name}": {"basis_id": basis.pk} for name in ("slip", "certificate", "end")},
        "consent:voice": {"basis_id": _voice(actor, person)},
        "intake:start": {"person_id": person.pk},
        **{f"intake:{name}": {"person_id": person.pk} for name in ("compare", "restore")},
        "intake:undo_save": {"person_id": person.pk, "number": 1},
        "intake:draft_back": {"draft_id": draft.pk},
        "intake:file": {"person_id": person.pk, "file_id": file},
        **{f"intake:{name}": form for name in ("fill", "draft", "pause", "discard")},
        **{f"intake:{name}": {"screening_id": screening.pk} for name in ("result", "go_on", "close", "reopen")},
    }


def _records(world: World) -> dict[str, dict[str, Any]]:
    """A visit of Alice's that is linked to a person of hers; a survey of visits; a programme with an activity."""
    actor, person, kind = actor_for(world.alice), registered(world.alice), collected.kind_of("site_visit")
    assert kind is not None
    own = intake.add_record(actor=actor, kind=kind, own_id=uuid4(), answers={"visit_workers": Answer(3)})
    link = intake.link_own(actor=actor, own=own, person=person)
    here = {"own_id": own.pk}
    design = {"frame": "All boats", "drawn": "random", "mode": "in_person"}
    contact = intake.count_contact(actor=actor, survey=intake.design_survey(actor=actor, kind=kind, design=design, frame={}), outcome="refused")
    programme = intake.add_programme(actor=actor, name="Safe ports", sort="campaign", began=clock.today())
    activity = intake.add_activity(actor=actor, programme=programme, activity_id=uuid4(), day=clock.today(), kind="session", counts={("female", "young"): 4})
    done = {"programme_id": programme.pk}
    return {
        **{f"intake:{name}": done for name in ("programme", "activity_new")},
        **{f"intake:{name}": {**done, "activity_id": activity.pk} for name in ("activity", "activity_change")},
        **{f"intake:{name}": {"kind_code": "site_visit"} for name in ("record_list", "record_new", "survey", "survey_design", "survey_contact", "kind_roles")},
        "intake:contact_back": {"contact_id": contact.pk},
        "intake:record_about": {"kind_code": "aftercare_call", "person_id": person.pk},
        **{f"intake:{name}": here for name in ("record", "record_edit", "record_versions", "record_link")},
        "intake:record_unlink": {**here, "link_id": link.pk},
    }


def _agreement(actor: Actor, person: Person) -> UUID:
    """One answer that she opened to whoever gives a service."""
    said = consenting.agree(
        actor=actor, person=person, elements=["hiv_care"], recipient="provider", purpose="care", months=1, said=("advised", "free", "private"),
    )
    return said[0].pk


def _paper(actor: Actor, person: Person) -> Any:
    """The picture of a paper of hers, of the identity class, that a saved answer names."""
    kept, row = register.keep_file(actor=actor, person=person, element_code="document_picture", content=b"%PDF-1.7 a paper"), "a" * 12
    answers = {"documents_held": Answer([row]), f"documents_held/{row}/document_picture": Answer(str(kept.pk))}
    register.save_record(actor=actor, record_type="registration", answers=answers, base_number=0, grounds=consents.grounds_for(person), person=person)
    return kept.pk


def _casework(world: World) -> dict[str, dict[str, Any]]:
    """A case of Alice's with one thing of each kind in it; another of hers that waits for a decision on closing."""
    actor = actor_for(world.alice)
    person = registered(world.alice)
    agrees(world.alice, person, "care")
    case = casework.open_case(actor=actor, person=person, reason="for the table")
    closing = casework.open_case(actor=actor, person=person, reason="for the table")
    casework.ask_closure(actor=actor, case=closing, reason=Reason.MISTAKE)
    note = casework.note(actor=actor, case=case, person=person, text="heavy words", heavy=True)
    step = casework.add_step(actor=actor, case=case, kind="visit", role=Role.FRONTLINE, due=clock.today())
    service = casework.offer_service(actor=actor, case=case, person=person, kind="shelter")
    assignment = casework.assign(actor=actor, case=case, staff_id=world.dara.pk)
    begun = casework.begin_assessment(actor=actor, case=case, person=person)
    tool, use = asked_with_a_tool(world, case, person)
    here = {"case": case.pk}
    assessing = ("assessment", "assess_elements", "assess_evidence", "assess_protocol", "assess_decide", "assess_let_go")
    forms = ("add_known", "add_third_party", "notes", "write_note", "add_step", "offer_service", "move", "ask_closure", "assign")
    identifying = ("determinations", "begin_assessment", "record_decision", "tool_uses")
    return {
        "casework:hand_over": {"colleague": world.alice.pk},
        "casework:new": {"person": person.pk},
        **{f"casework:{name}": {"person": person.pk} for name in ("keep_card", "remove_card")},
        "casework:case": here,
        **{f"casework:{name}": here for name in (*forms, *identifying)},
        **{f"casework:{name}": {**here, "determination": begun.pk} for name in assessing},
        "casework:use_tool": {**here, "tool": tool.pk},
        "casework:tool_result": {**here, "use": use.pk},
        "casework:retire_tool": {"tool": tool.pk},
        "casework:undo": {**here, "what": "step", "thing": step.pk},
        "casework:end_part": {**here, "part": case.participants.get().pk},
        "casework:heavy_note": {**here, "note": note.pk},
        "casework:finish_step": {**here, "step": step.pk},
        **{f"casework:{name}": {**here, "service": service.pk} for name in ("answer_service", "end_service")},
        "casework:decide_closure": {"case": closing.pk},
        "casework:end_assignment": {**here, "assignment": assignment.pk},
    }


def _quality(world: World) -> dict[str, dict[str, Any]]:
    """Two people of Alice's with the same name and telephone; in one record an age that does not fit."""
    twin = {"given_name": "Twin", "family_name": "Made-Up", "birth_date": "2000-05-05", "phone": "012 345 678", "age_band": "24-26"}
    met, _other = (somebody(world.alice, **answers) for answers in (twin, {**twin, "age_at_registration": 60}))
    quality.check_changed(actor_code="tests")
    board = findings_for(actor_for(world.alice))
    pair = pairs_for(actor_for(world.alice)).get()
    one, other = registered(world.alice), registered(world.alice)
    merged = register.merge(actor=actor_for(world.alice), one=one.pk, other=other.pk, kept=one.pk)
    return {
        "quality:explain": {"finding": board.get(check_code="age_and_band").pk},
        "quality:answer": {"ask": quality.ask(actor=actor_for(world.charlie), person_id=met.pk).pk},
        "quality:decide": {"pair": pair.pk},
        "quality:merge": {"pair": pair.pk},
        "quality:unmerge": {"merged": merged.pk},
    }


def _released(world: World) -> dict[str, dict[str, Any]]:
    """A table of a few people who agreed to statistics, released to the team; a question answered from it."""
    for number in range(4):
        person = somebody(world.alice, work_sector="fishing", months_in_situation=number)
        agrees(world.alice, person, "statistics")
    eve, farid = actor_for(world.eve), actor_for(world.farid)
    wish = share.Wish(title="Work", purpose="statistics", audience="team", k=2, elements=("work_sector",), period="2026", place="Cambodia")
    release = share.send_release(actor=eve, release=share.draft_release(actor=eve, wish=wish))
    inquiry = analyse.ask(actor=farid, text="Which work?")
    reading = analyse.read(actor=farid, inquiry=inquiry, release=release, by="work_sector")
    return {
        **{f"share:{name}": {"release_id": release.pk} for name in ("release", "table", "download", "decide")},
        "analyse:inquiry": {"inquiry_id": inquiry.pk},
        "analyse:read": {"inquiry_id": inquiry.pk, "release_id": release.pk},
        "analyse:reading": {"reading_id": reading.pk},
        **{f"analyse:{name}": {"reading_id": reading.pk} for name in ("note", "counting", "count")},
        "present:release": {"release_id": release.pk}, "present:tile": {"release_id": release.pk, "code": "work_sector"},
        "present:chart": {"reading_id": reading.pk, "kind": "png"},
        **{f"present:{name}": {"reading_id": reading.pk} for name in ("table", "report")},
    }


def missing(kwargs: dict[str, Any]) -> dict[str, Any]:
    """Arguments of the same kinds for a thing that does not exist."""
    return {name: _missing(name, value) for name, value in kwargs.items()}


def _missing(name: str, value: Any) -> Any:
    if name == "kind":
        return value  # a picture's kind is no thing
    return 999_999_999 if isinstance(value, int) else uuid4()
