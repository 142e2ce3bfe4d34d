"""The kinds of faults. Each is injected while somebody types; afterwards she goes on as a person would, and her words must stand once.

A function takes a Scene and raises Lost where words are gone, doubled, or were written over without a word.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

from tests.faults.browser import Answer, Browser, new_words
from tests.faults.desks import Desk, InterviewDesk, NoteDesk, Page
from tests.faults.house import signed_in
from tests.faults.scenes import Lost, Scene, attempt, comes_back, keep, stands, typed

# --- the server dies


def killed(scene: Scene, what: Callable[[Desk, Page], Answer], browsers_die: bool, why: str) -> None:
    """Everybody is in the middle of it when the server is killed; it is started again and everybody goes on."""
    pages = [(desk, *typed(desk)) for desk in scene.desks]
    answers: list[Answer | None] = [None] * len(pages)

    def send(place: int, delay: float) -> None:
        threading.Event().wait(delay)
        desk, page, _words = pages[place]
        answers[place] = attempt(lambda: what(desk, page))

    workers = [threading.Thread(target=send, args=(place, scene.chance.uniform(0, 0.25))) for place in range(len(pages))]
    with scene.house.killed_after(scene.chance.uniform(0.03, 0.4)):
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    for (desk, page, words), answer in zip(pages, answers, strict=True):
        after_a_kill(desk, page, words, answer, browsers_die=browsers_die, why=why)


def after_a_kill(desk: Desk, page: Page, words: str, answer: Answer | None, *, browsers_die: bool, why: str) -> None:
    """With her page still open she saves; where her browser died too, whatever she had been told was kept is there."""
    acknowledged = answer is not None and answer.status == 200
    if desk.found(words) == 1 and not browsers_die:
        keep(desk, page, words, why)  # pressed again: nothing twice
    elif not browsers_die:
        keep(desk, page, words, why)
    elif acknowledged and desk.found(words) != 1:
        keep(desk, comes_back(desk, words, why), words, why)


def kill_while_typing(scene: Scene) -> None:
    """SIGKILL while a pause is being sent; the page stays open."""
    killed(scene, lambda desk, page: desk.pause(page), False, "killed while typing")


def kill_and_browser(scene: Scene) -> None:
    """SIGKILL while a pause is being sent; the browser dies with it."""
    killed(scene, lambda desk, page: desk.pause(page), True, "killed with the browser")


def kill_while_saving(scene: Scene) -> None:
    """SIGKILL in the middle of a save."""
    killed(scene, lambda desk, page: desk.save(page), False, "killed while saving")


# --- the disk is full, the server locked, the line cut, nobody signed in


def through(scene: Scene, trouble: Any, status: int, why: str, *, script: bool) -> None:
    """In trouble: a pause is refused and said; a plain form comes back on a page that holds it. Afterwards it is kept, once."""
    desk = scene.desk()
    page, words = typed(desk)
    with trouble:
        answer = desk.pause(page) if script else desk.save(page)
        if answer.status != status:
            raise Lost(f"{why}: answered {answer.status} at {answer.path} instead of {status}: {answer.words[:200]}")
        if not script and words not in str(answer.form(desk.field).fields):
            raise Lost(f"{why}: the page that answers does not hold what was typed")
    if script:
        keep(desk, page, words, why)
        return
    held = answer.form(desk.field)
    kept = desk.browser.send(held, here=answer.path)
    if kept.status == 200 and desk.found(words) != 1:
        raise Lost(f"{why}: sent again from the page that held it, it is not kept: {kept.path} {kept.words[:200]}")
    stands(desk, words, why)


def disk_full_typing(scene: Scene) -> None:
    """No room for what is being typed."""
    through(scene, scene.house.full_disk(scene.chance.choice([0, 4096, 20_000])), 503, "disk full while typing", script=True)


def disk_full_saving(scene: Scene) -> None:
    """No room for a save, and no script."""
    through(scene, scene.house.full_disk(scene.chance.choice([0, 4096, 20_000])), 503, "disk full while saving", script=False)


def locked_typing(scene: Scene) -> None:
    """The server is locked in between."""
    through(scene, scene.house.locked(), 423, "locked while typing", script=True)


def locked_saving(scene: Scene) -> None:
    """The server is locked, and there is no script."""
    through(scene, scene.house.locked(), 423, "locked while saving", script=False)


@contextmanager
def sessions_ended(scene: Scene) -> Iterator[None]:
    """Everybody is signed out; afterwards everybody signs in again, in the same browser."""
    scene.house.end_sessions()
    yield
    for name, browser in {desk.who: desk.browser for desk in scene.desks}.items():
        signed_in(scene.house, name, browser)


def signed_out_typing(scene: Scene) -> None:
    """The session ends in the middle of typing."""
    through(scene, sessions_ended(scene), 401, "signed out while typing", script=True)


def signed_out_saving(scene: Scene) -> None:
    """The session ends before a save, and there is no script."""
    through(scene, sessions_ended(scene), 401, "signed out while saving", script=False)


def cut_while_typing(scene: Scene) -> None:
    """The line is cut in the middle of a pause."""
    desk = scene.desk()
    page, words = typed(desk)
    desk.browser.raw(page.form.autosave or page.path, page.form.fields, share=scene.chance.random())
    keep(desk, page, words, "line cut while typing")


def cut_while_saving(scene: Scene) -> None:
    """The line is cut in the middle of a save."""
    desk = scene.desk()
    page, words = typed(desk)
    desk.browser.raw(page.path, [*page.form.fields, ("go", "save")], share=scene.chance.uniform(0, 0.99))
    keep(desk, page, words, "line cut while saving")


def answer_lost(scene: Scene) -> None:
    """The save arrives, its answer does not: she presses again."""
    desk = scene.desk()
    page, words = typed(desk)
    go = [("go", "save")] if isinstance(desk, InterviewDesk) else []
    desk.browser.raw(page.path, [*page.form.fields, *go], share=1)
    keep(desk, page, words, "answer lost")


# --- twice, in two tabs, by two people


def pressed_twice(scene: Scene) -> None:
    """Two presses at once, and one more."""
    desk = scene.desk()
    page, words = typed(desk)
    presses = [threading.Thread(target=lambda: attempt(lambda: desk.save(deepcopy(page)))) for _ in range(2)]
    for press in presses:
        press.start()
    for press in presses:
        press.join()
    keep(desk, page, words, "pressed twice")


def two_tabs_apart(scene: Scene) -> None:
    """Two tabs of one draft, different questions: both are kept."""
    desk = scene.a(InterviewDesk)
    first, second = desk.open(), desk.open()
    here, there = new_words("wishes"), new_words("narrative")
    first.form.fill("wishes", here)
    second.form.fill("narrative", there)
    for page in (first, second, first):
        if desk.pause(page).status != 200:
            raise Lost("two tabs: a pause was refused though nobody else typed there")
    answer = desk.save(second)
    if answer.status >= 400 or desk.found(here) != 1 or desk.found(there) != 1:
        raise Lost(f"two tabs: one emptied the other ({answer.status}, {desk.found(here)}, {desk.found(there)})")


def two_tabs_same(scene: Scene) -> None:
    """Two tabs, the same question: the second is told, and chooses; nothing is written over unseen."""
    desk = scene.a(InterviewDesk)
    first, second = desk.open(), desk.open()
    here, there = new_words("wishes"), new_words("wishes")
    first.form.fill("wishes", here)
    second.form.fill("wishes", there)
    desk.pause(first)
    if desk.pause(second).status != 409:
        raise Lost("two tabs: written over without a word")
    comes_back(desk, here, "two tabs")
    shown = desk.save(second)
    if shown.status != 409 or here not in shown.words or there not in shown.words:
        raise Lost(f"two tabs: both are not shown ({shown.status})")
    form = shown.form("tab_shown__wishes")
    chosen = scene.chance.choice(["here", "there"])
    form.fill("tab__wishes", chosen)
    desk.browser.send(form, "Go on with these choices", here=shown.path)
    stands(desk, there if chosen == "here" else here, "two tabs")


def two_tabs_of_a_note(scene: Scene) -> None:
    """Two tabs of one note part company: each becomes a note."""
    desk = scene.a(NoteDesk)
    page, words = typed(desk)
    desk.pause(page)
    other = desk.open()
    more = new_words("note")
    desk.type(other, more)
    desk.type(page, words + " and on")
    if {desk.pause(page).status, desk.pause(other).status} != {200}:
        raise Lost("two tabs of a note: a pause was refused")
    keep(desk, other, more, "two tabs of a note")
    keep(desk, comes_back(desk, words + " and on", "two tabs of a note"), words, "two tabs of a note")


def two_people(scene: Scene) -> None:
    """A colleague answers the same question: both are shown by name; the one that does not stand is in the history."""
    mine, theirs = [desk for desk in scene.desks if isinstance(desk, InterviewDesk)][:2]
    page, words = typed(mine)
    mine.pause(page)
    other = InterviewDesk.at(theirs.browser, mine.person)
    their_page, their_words = typed(other)
    keep(other, their_page, their_words, "two people")
    shown = mine.save(page)
    if shown.status != 409 or words not in shown.words:
        raise Lost(f"two people: written over without a word ({shown.status})")
    form = shown.form("base")
    chosen = scene.chance.choice(["mine", "theirs"])
    form.fill("settle__wishes", chosen)
    mine.browser.send(form, "Save with these choices", here=shown.path)
    stands(mine, words if chosen == "mine" else their_words, "two people")
    in_the_history(mine, their_words if chosen == "mine" else words)


def in_the_history(desk: Desk, words: str) -> None:
    """Some version of her answers holds these words, opened for care."""
    address = f"/intake/person/{desk.person_id}/answers/versions/"
    last = max(int(value) for name, value in _versions(desk.browser, address))
    for number in range(max(1, last - 3), last):
        page = desk.browser.get(f"{address}?a={number}&b={number + 1}")
        form = next((form for form in page.forms if any("Open the sealed" in said for *_at, said in form.buttons)), None)
        if form is not None:
            form.fill("purpose", "care")
            page = desk.browser.send(form, here=f"{address}?a={number}&b={number + 1}")
        if words in page.words:
            return
    raise Lost("two people: the answer that did not stand is not in the history")


def _versions(browser: Browser, address: str) -> list[tuple[str, str]]:
    return [(name, value) for form in browser.get(address).forms for name, value in form.fields if name in ("a", "b")]


# --- the page itself


def stale_token(scene: Scene) -> None:
    """The form's token against forgery no longer fits, and there is no script: the page that says so holds the words."""
    desk = scene.desk()
    page, words = typed(desk)
    button = desk.save_button
    answer = desk.browser.send(page.form, button, here=page.path, token="x" * 64)
    if answer.status != 403 or words not in str(answer.form(desk.field).fields):
        raise Lost(f"stale token: {answer.status}, and the words are not on the page")
    desk.browser.send(answer.form(desk.field), "Send what I typed", here=answer.path)
    stands(desk, words, "stale token")


def wrong_answer(scene: Scene) -> None:
    """Something beside the words cannot be kept yet: they come back with what is wrong, and are kept once it is right."""
    desk = scene.desk()
    page, words = typed(desk)
    if isinstance(desk, NoteDesk):
        page.form.fill("person")
        again = desk.save(page).form("form_token")
        again.fill("person", desk.person_id)
    else:
        page.form.fill("narrative", "x" * 120_000)
        again = desk.save(page).form("had")
        again.fill("narrative", "")
    if words not in again.value(desk.field):
        raise Lost(f"wrong answer: the words did not come back ({desk.name})")
    keep(desk, Page(page.path, again), words, "wrong answer")


def back_too_soon(scene: Scene) -> None:
    """She leaves in the middle of a word and comes back before it has arrived: the page waits for it."""
    desk = scene.desk()
    page, words = typed(desk)
    sent = threading.Thread(target=lambda: (threading.Event().wait(scene.chance.uniform(0, 0.3)), desk.pause(page, name="a-pause")))
    sent.start()
    early = desk.open()
    address, headers = page.form.autosave or page.path, {"Accept": "application/json", "X-Titip-Draft": "?"}
    for _look in range(40):
        if early.form.value("draft_pause") == "a-pause" or desk.browser.get(address, **headers).json.get("pause") == "a-pause":
            break
        threading.Event().wait(0.1)
    sent.join()
    keep(desk, comes_back(desk, words, "back too soon"), words, "back too soon")


def browser_crash(scene: Scene) -> None:
    """The browser dies after a pause: the words are there in a new one, for her alone."""
    desk = scene.desk()
    page, words = typed(desk)
    desk.pause(page)
    other = next(one for one in scene.desks if one.who != desk.who)
    section = f"?section={desk.section}" if isinstance(desk, InterviewDesk) else ""
    if words in other.browser.get(page.path + section).text:
        raise Lost("browser crash: somebody else sees a draft")
    keep(desk, comes_back(desk, words, "browser crash"), words, "browser crash")


def taken_back(scene: Scene) -> None:
    """A save taken back: the words are a draft again."""
    desk = scene.desk()
    page, words = typed(desk)
    answer = desk.save(page)
    desk.browser.send(answer.form_to("Undo"), here=answer.path)
    if desk.found(words):
        raise Lost(f"taken back: it still stands ({desk.name})")
    keep(desk, comes_back(desk, words, "taken back"), words, "taken back")


#: Kind → how many are injected in a full round. A kill hits everybody who types.
KINDS: dict[str, tuple[Callable[[Scene], None], int]] = {
    "server killed (SIGKILL) while typing": (kill_while_typing, 3),
    "server killed, browser too": (kill_and_browser, 1),
    "server killed while saving": (kill_while_saving, 3),
    "disk full while typing": (disk_full_typing, 6),
    "disk full while saving, no script": (disk_full_saving, 6),
    "line cut in the middle of a pause": (cut_while_typing, 6),
    "line cut in the middle of a save": (cut_while_saving, 6),
    "answer of a save lost": (answer_lost, 6),
    "signed out while typing": (signed_out_typing, 4),
    "signed out before saving, no script": (signed_out_saving, 4),
    "vault locked while typing": (locked_typing, 3),
    "vault locked while saving, no script": (locked_saving, 3),
    "pressed twice": (pressed_twice, 6),
    "two tabs, different questions": (two_tabs_apart, 4),
    "two tabs, the same question": (two_tabs_same, 4),
    "two tabs of a note": (two_tabs_of_a_note, 4),
    "two people, the same question": (two_people, 4),
    "form's token stale, no script": (stale_token, 6),
    "something else wrong on the form": (wrong_answer, 6),
    "left and came back within a second": (back_too_soon, 6),
    "browser died after a pause": (browser_crash, 4),
    "save taken back": (taken_back, 4),
}
#: Kinds that hit everybody at once.
KILLS = frozenset(kind for kind in KINDS if kind.startswith("server killed"))
EVERYBODY = 4
