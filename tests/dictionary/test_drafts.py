"""The draft of the dictionary: changed in the browser, compared, agreed to, published; nothing published is lost."""

from dataclasses import replace
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.world import STORES, World
from titip.dictionary import actions, reads
from titip.dictionary.models import Draft
from titip.dictionary.rules.codebook import ElementEntry, PlacementEntry
from titip.dictionary.rules.types import ElementType, Status
from titip.protect.models import AuditEvent

pytestmark = pytest.mark.django_db(databases=STORES)


def url(name: str, *args: object) -> str:
    return reverse(f"dictionary:{name}", args=args)


def sent(form) -> dict[str, object]:
    """What a browser would send of a form that nobody touched."""
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def posted(client, code: str, **changes):
    """The element's form as it came, with changes, sent back."""
    form = client.get(url("edit", code)).context["form"]
    data = sent(form)
    return client.post(url("edit", code), {**data, **changes}, follow=True)


def test_an_element_is_added_placed_previewed_and_published(world: World) -> None:
    steward = world.client_for(world.eve)
    fields = len(reads.form_spec("rapid_screening").sections[-1].elements)

    steward.post(url("list_new"), {"name": "Boats", "choices": "Trawler\n- Pair trawler\nCarrier"})
    made = steward.post(
        url("element_new"),
        {"label": "Kind of boat", "record_type": "screening", "type": "select_one", "code_list": "boats", "form": "rapid_screening"}, follow=True,
    )  # fmt: skip
    assert "Nothing in its words is recognised" in made.content.decode() and made.request["PATH_INFO"] == url("edit", "kind_of_boat")
    posted(steward, "kind_of_boat", risk="low", questions=["where_found"], hint="Look at the nets.")
    steward.post(url("element_words", "kind_of_boat", "km"), {"label": "ប្រភេទទូក", "seen": reads.last_step()})
    steward.post(url("place", "rapid_screening"), {"go": "up:kind_of_boat"})
    preview = steward.get(url("draft_preview", "rapid_screening")).content.decode()

    assert "Kind of boat" in preview and "Pair trawler" in preview
    assert "kind_of_boat" not in reads.declared("screening")  # nobody notices before
    draft = steward.get(url("draft"))
    assert draft.context["here"].steps == 5 and not draft.context["obstacles"].any
    shown = steward.get(url("publish"))
    assert "asks one thing more: Kind of boat" in shown.content.decode()
    done = steward.post(url("publish"), {"note": "Boats", "sha256": shown.context["sha256"]}, follow=True).content.decode()

    boat = reads.declared("screening")["kind_of_boat"]
    assert "Version 2 is in force" in done and boat.choices[1].parent == "trawler" and boat.hint == "Look at the nets."
    assert len(reads.form_spec("rapid_screening").sections[-1].elements) == fields + 1
    assert "kind_of_boat" not in reads.declared("screening", 1)
    assert AuditEvent.objects.filter(kind="dictionary.publish", actor_code=world.eve.code).count() == 1
    assert "Kind of boat" in world.client_for(world.alice).get(url("compare") + "?from=1&to=2").content.decode()
    assert Draft.objects.get().state == "published"


def test_each_step_is_taken_back_and_the_draft_given_up(world: World) -> None:
    steward = world.client_for(world.eve)
    posted(steward, "dependants", label="People she cares for", risk="medium")
    posted(steward, "dependants", retired="on", risk="medium")
    assert reads.draft_book().element("dependants").status is Status.RETIRED  # type: ignore[union-attr]

    steward.post(url("draft_step"), {"go": "undo"})
    entry = reads.draft_book().element("dependants")
    assert entry and (entry.status, entry.label) == (Status.ACTIVE, "People she cares for")
    steward.post(url("draft_step"), {"go": "undo"})
    assert reads.draft_book() == reads.frozen_book()
    posted(steward, "dependants", label="Again", risk="medium")
    steward.post(url("draft_step"), {"go": "drop"})
    assert reads.open_draft() is None and reads.draft_book() == reads.frozen_book()
    assert "Nothing is being changed" in steward.get(url("draft")).content.decode()


def test_less_protection_needs_somebody_who_changed_nothing(world: World) -> None:
    steward, officer = world.client_for(world.eve), world.client_for(world.gita)
    posted(steward, "health_concerns", risk="medium", purposes=["care", "research", "statistics"])
    seen = steward.get(url("publish")).context["sha256"]

    refused = steward.post(url("publish"), {"note": "Lower", "sha256": seen}).content.decode()
    own = steward.post(url("agree"), {"sha256": seen}, follow=True).content.decode()
    assert "A colleague who changed nothing in this draft must agree first" in refused and "changed nothing in this draft must agree" in own
    page = officer.get(url("draft")).content.decode()
    assert "becomes less protected" in page and "I have read it and agree" in page
    assert world.client_for(world.alice).get(url("draft")).status_code == 404
    officer.post(url("agree"), {"sha256": seen})
    posted(steward, "health_concerns", risk="low")  # changed since: agreed to no longer
    assert reads.obstacles(reads.standing()).any
    officer.post(url("agree"), {"sha256": reads.standing().sha256})
    steward.post(url("publish"), {"note": "Lower", "sha256": reads.standing().sha256})

    assert reads.declared("registration")["health_concerns"].risk == "low"
    event = AuditEvent.objects.get(kind="dictionary.publish")
    assert event.detail["approved_by"] == world.gita.code


def test_a_class_that_would_expose_is_refused_beside_its_field(world: World) -> None:
    steward = world.client_for(world.eve)
    assert "identity or high" in posted(steward, "phone", risk="low").content.decode()
    assert "cannot be sealed" in posted(steward, "age_band", risk="high").content.decode()
    assert "Biometrics are not collected" in posted(steward, "phone", identifier="biometric").content.decode()
    assert reads.open_draft() is None


def test_what_a_colleague_changed_meanwhile_is_not_overwritten(world: World) -> None:
    eve, hun = world.client_for(world.eve), world.client_for(world.hun)
    first = eve.get(url("edit", "dependants")).context["form"]
    data = sent(first)
    posted(hun, "dependants", label="Little ones", risk="medium")

    stale = eve.post(url("edit", "dependants"), {**data, "label": "Dear ones"}).content.decode()
    assert "A colleague has changed this meanwhile" in stale and "Dear ones" in stale
    actions.edit_element(code="dependants", base=1, changes={"label": "In force"}, actor_code="S-1")  # not through the draft
    page = eve.get(url("publish"))
    assert "Changed in force meanwhile" in eve.post(url("publish"), {"note": "x", "sha256": page.context["sha256"]}).content.decode()
    posted(eve, "dependants", label="Both")
    assert not reads.obstacles(reads.standing()).conflicts


def test_a_rule_is_made_of_plain_choices_and_said_in_words(world: World) -> None:
    steward, page = world.client_for(world.eve), url("rule", "dependants")
    form = steward.get(page + "?on=feels_safe").content.decode()
    assert "Only where" in form
    steward.post(page, {"go": "add", "on": "feels_safe", "operator": "=", "value": "worried"})
    steward.post(page, {"go": "add", "on": "age_at_registration", "operator": ">=", "value": "18"})
    text = steward.get(page).content.decode()
    rule = reads.draft_book().element("dependants").relevant  # type: ignore[union-attr]
    assert rule == "${feels_safe} = 'worried' and ${age_at_registration} >= 18" and "is at least 18" in text

    steward.post(page, {"go": "any"})
    steward.post(page, {"go": "remove-0"})
    assert reads.draft_book().element("dependants").relevant == "${age_at_registration} >= 18"  # type: ignore[union-attr]
    wrong = steward.post(page, {"go": "expert", "rule": "${nobody} = 1"}).content.decode()
    assert "do not exist: nobody" in wrong
    steward.post(page, {"go": "expert", "rule": "coalesce(${age_at_registration}, 0) > 17"})
    assert "says more than plain choices" in steward.get(page).content.decode()


def test_a_new_collection_waits_for_a_signed_review(world: World) -> None:
    steward, officer = world.client_for(world.eve), world.client_for(world.gita)
    steward.post(url("form_new"), {"name": "Follow-up", "record_type": "registration"})
    steward.post(url("place", "follow_up"), {"go": "add", "element": "feels_safe", "section": "Now"})
    words = {"benefit": "Help that fits.", "harm": "Being asked again.", "lessen": "Two questions only."}
    page = steward.get(url("publish"))
    assert "review of harm and benefit first" in steward.post(url("publish"), {"note": "x", "sha256": page.context["sha256"]}).content.decode()

    steward.post(url("review_write", "follow_up"), words)
    steward.post(url("review_sign", "follow_up"))
    assert not reads.review_of("follow_up").signed_by  # type: ignore[union-attr]
    officer.post(url("review_sign", "follow_up"))
    steward.post(url("place", "follow_up"), {"go": "add", "element": "urgent_needs", "section": "Now"})
    assert reads.obstacles(reads.standing()).unreviewed == ("follow_up",)  # one thing more was not weighed
    steward.post(url("review_write", "follow_up"), words)
    officer.post(url("review_sign", "follow_up"))
    steward.post(url("publish"), {"note": "Follow-up", "sha256": reads.standing().sha256})
    assert [d.code for d in reads.form_spec("follow_up")] == ["feels_safe", "urgent_needs"]


def test_choices_are_retired_never_removed_and_keep_their_parents(world: World) -> None:
    steward = world.client_for(world.eve)
    steward.post(url("list", "services"), {"go": "add", "label": "Night shelter", "parent": "shelter"})
    steward.post(url("choice", "services", "papers"), {"label": "Papers", "retired": "on", "in_th": "เอกสาร", "seen": reads.last_step()})
    steward.post(url("list", "services"), {"go": "up:legal_aid"})
    circle = steward.post(url("choice", "services", "shelter"), {"label": "Shelter", "parent": "night_shelter"}).content.decode()
    assert "belongs to this one already" in circle
    steward.post(url("publish"), {"note": "Services", "sha256": reads.standing().sha256})
    items = {c.code: c for c in reads.code_list("services")}
    assert items["night_shelter"].parent == "shelter" and items["papers"].retired and list(items).index("legal_aid") == 2
    with pytest.raises(actions.CannotEdit, match="retired, never removed"):
        gone = replace(reads.frozen_book().code_list("services"), items=())  # type: ignore[type-var]
        actions.put(entries=[("code_lists", "services", gone)], what="choices", thing="x", actor_code="S-1")


def test_three_hundred_elements_are_published_within_seconds(world: World) -> None:
    form = reads.frozen_book().form("rapid_screening")
    assert form
    entries = [ElementEntry(f"new_{n}", "screening", ElementType.TEXT, f"New {n}", risk="medium", questions=("where_found",)) for n in range(300)]
    placed = replace(form, placements=(*form.placements, *(PlacementEntry(e.code, "New") for e in entries)))
    actions.put(entries=[*(("elements", e.code, e) for e in entries), ("forms", form.code, placed)], what="new", thing="300", actor_code="S-1")
    began = perf_counter()
    with CaptureQueriesContext(connection) as captured:
        actions.publish(note="Many", sha256=reads.standing().sha256, actor_code="S-1")
    assert len(reads.declared("screening")) > 300 and len(captured) < 120 and perf_counter() - began < 20
