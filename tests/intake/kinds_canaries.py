"""Run by test_canaries in a process of its own over real files: canaries inside repeated groups, in files and in what is calculated of them."""

import io
import json
import sys
from pathlib import Path

from tests.intake.typing_canaries import prepare, search


def main(home: Path) -> None:
    """Type, look, save, look again; raise a class, reseal, look again."""
    prepare(home)
    print(json.dumps(type_kinds(home)))


def type_kinds(home: Path) -> dict[str, object]:
    """Canaries in sealed members of rows, in the content and the name of a file, in a sealed calculation; saved, changed, removed."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.intake.filling import begin
    from tests.intake.kinds import FORM, add_kinds
    from tests.intake.test_kinds import rows, send
    from tests.people import agrees, registered
    from tests.world import make_world
    from titip.consent.reads import grounds_for
    from titip.dictionary.actions import load_starter
    from titip.dictionary.actions.editing import edit_element
    from titip.dictionary.reads import latest_book
    from titip.register.actions import reseal
    from titip.register.reads import current_answers, registration_of

    world = make_world()
    load_starter(actor_code="tests")
    add_kinds()
    alice, person = world.client_for(world.alice), registered(world.alice)
    agrees(world.alice, person, "care")
    begin(alice, person, form=FORM)
    one, two = "a" * 12, "b" * 12
    row = {"child_age": "4", "child_name": "canary01flewoverthehouse", "child_worry": "canary02flewoverthehouse"}
    content = b"%PDF-1.7 canary03flewoverthehouse"
    paper = SimpleUploadedFile("canary04flewoverthehouse.pdf", content)
    send(alice, person, 2, rows((one, row), (two, row)), go="stop")
    send(alice, person, 0, {"paper__file": paper, "sister": "canary05flewoverthehouse"}, go="stop")
    found: dict[str, object] = {"in drafts": search(home)}
    page = send(alice, person, 0, {"paper__file": SimpleUploadedFile("x.pdf", content), "sister": "canary05flewoverthehouse"})
    assert "There is a slip" in page.content.decode()
    saved = send(alice, person, 0, {"paper__file": SimpleUploadedFile("x.pdf", content)})
    assert saved.status_code == 302, saved.content.decode()[-3000:]
    begin(alice, person, form=FORM)
    send(alice, person, 2, rows((one, {**row, "child_worry": "canary06flewoverthehouse", "child_works": "yes", "child_work": "kite maker"})))
    record = registration_of(person)
    assert record is not None
    kept = current_answers(record, frozenset({"child", "paper"}))
    found["saved"] = sorted(str(answer.value) for answer in kept.values() if "canary" in str(answer.value))
    found["after saves"] = search(home)
    found["open until raised"] = search(home, b"kite maker")
    edit_element(code="child_work", base=latest_book().element("child_work").version, changes={"risk": "high"}, actor_code="tests")
    found["resealed"] = reseal(actor_code="tests", grounds=grounds_for).answers
    found["open after"] = search(home, b"kite maker")
    file = io.BytesIO(alice.get(f"/intake/person/{person.pk}/file/{kept['paper'].value}/").content).getvalue()
    found["opens"] = file == content
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
