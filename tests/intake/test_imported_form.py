"""The real HTCDS form, imported, is filled in like any other."""

from pathlib import Path

import pytest
from django.urls import reverse

from tests.intake.filling import begin, url
from tests.people import agrees, registered
from tests.world import STORES, World
from titip.dictionary.actions import import_xlsform
from titip.dictionary.reads import form_spec
from titip.dictionary.rules.types import ElementType
from titip.register.models import RecordVersion
from titip.register.reads import current_answers, registration_of

pytestmark = pytest.mark.django_db(databases=STORES)


def test_the_htcds_form_is_filled_in_section_by_section_and_saved(world: World, shared: Path) -> None:
    file = shared / "standards" / "htcds" / "original" / "Toolkit" / "Survey" / "htcds_xlsform.xlsx"
    form = import_xlsform(data=file.read_bytes(), file_name=file.name, actor_code="tests").form_code
    alice, person = world.client_for(world.alice), registered(world.alice)
    agrees(world.alice, person, "care")
    begin(alice, person, form=form)
    spec = form_spec(form)
    texts = {e.code: f"typed for {e.code}" for e in spec if e.type is ElementType.TEXT and not (e.pattern or e.constraint or e.relevant)}

    for number in range(len(spec.sections)):
        page = alice.get(url("fill", person, form), {"section": number})
        assert page.status_code == 200
        codes = {e.code for e in spec.sections[number].elements}
        alice.post(url("fill", person, form), {"section": number, "go": "section-0", **{c: t for c, t in texts.items() if c in codes}})
    first = {e.code for e in spec.sections[0].elements}
    answer = alice.post(url("fill", person, form), {"section": 0, "go": "save", **{c: t for c, t in texts.items() if c in first}})

    assert answer.headers.get("Location") == reverse("register:person", args=[person.pk]), answer.content.decode()
    record = registration_of(person)
    assert record is not None
    kept = current_answers(record, frozenset(texts))
    assert {code: a.value for code, a in kept.items()} == texts
    version = RecordVersion.objects.get()
    identity = {e.code for e in spec if e.risk in ("identity", "high")}
    assert not identity & set(version.answers)
    assert identity & set(texts) <= set(version.sealed.values_list("element_code", flat=True))
