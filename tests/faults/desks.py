"""What somebody types into: a note in a case, an interview. Each knows where its words stand once they are kept."""

from dataclasses import dataclass

from tests.faults.browser import Answer, Browser, Form
from titip.consent.rules.deciding import NEEDED_FOR_A_YES


def registered(browser: Browser) -> str:
    """Somebody new who agreed to care; the address of her page."""
    page = browser.get("/register/new/")
    form = page.form("form_token")
    form.fill("age_status", "adult")
    person = browser.send(form, "Register", here=page.path).path
    page = browser.get(f"/consent/person/{person.split('/')[2]}/ask/")
    form = page.form("form_token")
    form.fill("card_care", "yes")
    form.fill("language", "Khmer")
    form.fill("interpreter", "none")
    form.fill("confidentiality", "code")
    for name in NEEDED_FOR_A_YES:
        form.fill(name, "on")
    read_back = browser.send(form, "Read her choices", here=page.path)
    form = read_back.form("card_care")
    form.fill("read_back", "yes")
    kept = browser.send(form, "Keep her choices", here=read_back.path)
    assert "slip" in kept.path, (kept.status, kept.path, kept.words[:500])
    return person


@dataclass
class Page:
    """A page that somebody has open, with what she typed into it."""

    path: str
    form: Form


@dataclass
class Desk:
    """One colleague typing into one kind of form. ``field`` takes the words."""

    browser: Browser
    person: str
    field: str = ""
    save_button: str = ""
    name: str = ""
    who: str = ""

    @property
    def person_id(self) -> str:
        """Her id."""
        return self.person.split("/")[2]

    def open(self, browser: Browser | None = None, *, fresh: bool = False) -> Page:
        """The form, as a browser shows it."""
        raise NotImplementedError

    def found(self, words: str) -> int:
        """How often the words are kept."""
        raise NotImplementedError

    def type(self, page: Page, words: str) -> None:
        """Type into the page."""
        page.form.fill(self.field, words)

    def pause(self, page: Page, name: str = "1") -> Answer:
        """A pause in typing."""
        return self.browser.pause(page.form, page.path, name=name)

    def save(self, page: Page) -> Answer:
        """A press on Save."""
        return self.browser.send(page.form, self.save_button, here=page.path)


@dataclass
class NoteDesk(Desk):
    """A note in a case."""

    case: str = ""
    field: str = "text"
    save_button: str = "Keep the note"
    name: str = "note"

    @classmethod
    def at(cls, browser: Browser) -> "NoteDesk":
        """A new person with a case."""
        desk = cls(browser, registered(browser))
        desk.new_case()
        return desk

    def new_case(self) -> None:
        """A case of hers, so that its notes stand on one page."""
        page = self.browser.get(f"/casework/new/{self.person_id}/")
        form = page.form("reason")
        form.fill("reason", "A test of what is typed")
        self.case = self.browser.send(form, "Open the case", here=page.path).path

    def open(self, browser: Browser | None = None, *, fresh: bool = False) -> Page:
        """The form for a note, with whom it is about chosen."""
        page = (browser or self.browser).get(f"{self.case}notes/write/" + ("?draft=new" if fresh else ""))
        form = page.form("form_token")
        form.fill("person", self.person_id)
        return Page(f"{self.case}notes/write/", form)

    def found(self, words: str) -> int:
        """Among the notes of the case."""
        return self.browser.get(f"{self.case}notes/").words.count(words)


@dataclass
class InterviewDesk(Desk):
    """A section of an interview."""

    field: str = "wishes"
    save_button: str = "Save these answers"
    name: str = "interview"
    section: int = -1

    @classmethod
    def at(cls, browser: Browser, person: str = "") -> "InterviewDesk":
        """A new person, or one who is there."""
        return cls(browser, person or registered(browser))

    def open(self, browser: Browser | None = None, *, fresh: bool = False) -> Page:
        """The section with her wishes, in an interview that has begun."""
        browser = browser or self.browser
        address = f"/intake/person/{self.person_id}/first_interview/"
        if browser.get(address).path != address:
            begun = browser.get(f"/intake/person/{self.person_id}/").form_to("Begin")
            self._conditions(begun)
            browser.send(begun, "Begin", here=f"/intake/person/{self.person_id}/")
            listed = browser.get(address)
            if any(form.has("shown") for form in listed.forms) and not any(form.has("had") for form in listed.forms):  # two questions on a page are needed here
                browser.send(listed.form_to("Whole sections at once"), "Whole sections at once", here=address)
        if self.section < 0:
            self.section = next(n for n in range(15) if any(form.has(self.field) for form in browser.get(f"{address}?section={n}").forms))
        return Page(address, browser.get(f"{address}?section={self.section}").form("had"))

    def _conditions(self, form: Form) -> None:
        conditions = {"mode": "in_person", "private_place": "on", "interpreter": "none", "support": "arranged", "language": "Khmer"}
        for name, value in {"form": "first_interview", **conditions}.items():
            form.fill(name, value)

    def found(self, words: str) -> int:
        """Among what she told us."""
        return self.browser.get(self.person).words.count(words)
