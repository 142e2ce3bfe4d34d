"""Kinds of record of the practice house's own: visits to workplaces in a supply chain, and a survey of households."""

from dataclasses import dataclass
from decimal import Decimal

from titip.dictionary import actions, reads
from titip.dictionary.rules.codebook import CodeListEntry, ElementEntry, FormEntry, ItemEntry, PlacementEntry, QuestionEntry, RecordTypeEntry
from titip.dictionary.rules.types import ElementType

VISIT, HOUSEHOLD = "site_visit", "household"
_REVIEW = {
    "benefit": "Workers and families: dangerous places are found before more people are sent there.",
    "harm": "A boss may punish those who were seen talking with us. Families may be tired of being asked.",
    "lessen": "Nobody is named and no face is written down; we ask apart from the boss; no is an answer.",
    "without": "Numbers of workers stand in the port's own lists; the rest is known only by going there.",
    "asked": "Two made-up people of the practice house who worked on boats.",
}


@dataclass(frozen=True)
class Declaring:
    """A kind with what it answers."""

    kind: RecordTypeEntry
    form: FormEntry
    question: QuestionEntry
    lists: tuple[CodeListEntry, ...]
    elements: tuple[ElementEntry, ...]


def declare(declaring: Declaring, *, writer: str, signer: str) -> None:
    """In the draft, reviewed by two, published: as its pages do. Raises CannotEdit."""
    code = declaring.kind.code
    entries = [
        ("record_types", code, declaring.kind), ("questions", declaring.question.code, declaring.question),
        *(("code_lists", one.code, one) for one in declaring.lists), *(("elements", one.code, one) for one in declaring.elements),
        ("forms", code, declaring.form),
    ]  # fmt: skip
    actions.put(entries=entries, what="new", thing=declaring.kind.name, actor_code=writer)
    actions.write_review(form_code=code, words=_REVIEW, actor_code=writer)
    actions.sign_review(form_code=code, actor_code=signer)
    if reads.obstacles(reads.standing()).reasons:
        actions.agree(sha256=reads.standing().sha256, actor_code=signer)
    actions.publish(note=f"New: {declaring.kind.name}", sha256=reads.standing().sha256, actor_code=writer)


def _list(code: str, name: str, **items: str) -> CodeListEntry:
    return CodeListEntry(code, name, "ours", tuple(ItemEntry(item, words) for item, words in items.items()))


def _form(kind: RecordTypeEntry, elements: tuple[ElementEntry, ...], headings: dict[str, str], instructions: str) -> FormEntry:
    placed, heading = [], ""
    for one in elements:
        heading = headings.get(one.code, heading)
        placed.append(PlacementEntry(one.code, heading))
    return FormEntry(kind.code, kind.name, kind.code, instructions=instructions, placements=tuple(placed), order=90)


def site_visit() -> Declaring:
    """A workplace that was visited: what it is, who works there, who keeps the papers, whether it needs a second look."""
    kind = RecordTypeEntry(VISIT, "Site visit", "A workplace in a supply chain that was visited and looked at.", "none")
    question = QuestionEntry(
        "which_workplaces", "Which workplaces of the supply chain need a second look?", "Inspectors and buyers are told by kind of work and province.",
    )  # fmt: skip
    ties, one = (question.code,), ElementType.SELECT_ONE
    elements = (
        ElementEntry("visit_day", VISIT, ElementType.DATE, "Day of the visit", risk="low", required=True, questions=ties, searchable=True),
        ElementEntry("visit_province", VISIT, ElementType.PLACE, "Province", risk="low", code_list="places", questions=ties, searchable=True),
        ElementEntry(
            "visit_pin", VISIT, ElementType.GEOPOINT, "Where it lies, as a square of 10 km", risk="medium", minimum_value=Decimal(10), questions=ties,
        ),
        ElementEntry("visit_work", VISIT, one, "Kind of work", risk="low", code_list="visit_work", questions=ties, searchable=True),
        ElementEntry("visit_workers", VISIT, ElementType.INTEGER, "Workers present", risk="low", questions=ties),
        ElementEntry("visit_young", VISIT, ElementType.YES_NO, "Somebody looked younger than 18", risk="medium", questions=ties, searchable=True),
        ElementEntry("visit_papers", VISIT, one, "Who keeps the workers' papers", risk="low", code_list="visit_papers", questions=ties, searchable=True),
        ElementEntry("visit_leave", VISIT, one, "Whether they can leave when they want", risk="low", code_list="visit_leave", questions=ties, searchable=True),
        ElementEntry("visit_owed", VISIT, ElementType.INTEGER, "Months of wages owed", risk="low", questions=ties, unit="months"),
        ElementEntry("visit_alone", VISIT, ElementType.YES_NO, "We could talk apart from the boss", risk="low", questions=ties, searchable=True),
        ElementEntry(
            "visit_seen", VISIT, ElementType.LONG_TEXT, "What was seen", risk="medium", hint="No names, no faces.", questions=ties,
        ),
    )  # fmt: skip
    lists = (
        _list("visit_work", "Kind of work at a site", boat="Fishing boat", cannery="Fish or shrimp plant", building="Building site", farm="Farm or plantation",
              garment="Garment workshop"),
        _list("visit_papers", "Who keeps the papers", workers="The workers themselves", boss="The boss", agent="The agent who brought them",
              not_seen="Could not be seen"),
        _list("visit_leave", "Whether workers can leave", freely="Freely", after_work="Only after work", debt="Only when a debt is paid", locked="Locked in"),
    )  # fmt: skip
    headings = {"visit_day": "The place", "visit_workers": "Who works there", "visit_papers": "What we saw"}
    form = _form(kind, elements, headings, "Go in two. Write nothing while you are there; fill this in on the way back.")
    return Declaring(kind, form, question, lists, elements)


def household() -> Declaring:
    """A household that was asked: who works abroad, how it went, and the weight of its answers."""
    kind = RecordTypeEntry(HOUSEHOLD, "Household survey", "Households asked about work abroad.", "none")
    question = QuestionEntry("who_leaves", "How many households send somebody abroad, and at what price?", "Where we tell families about safe ways.")
    ties, one, arises = (question.code,), ElementType.SELECT_ONE, "${home_abroad} = 'yes'"
    elements = (
        ElementEntry("home_area", HOUSEHOLD, one, "Area", risk="low", code_list="home_area", required=True, searchable=True, questions=ties),
        ElementEntry("home_size", HOUSEHOLD, ElementType.INTEGER, "People in the household", risk="low", questions=ties),
        ElementEntry("home_abroad", HOUSEHOLD, ElementType.YES_NO, "Somebody works abroad", risk="low", searchable=True, questions=ties),
        ElementEntry("home_work", HOUSEHOLD, one, "In which work", risk="low", code_list="visit_work", relevant=arises, questions=ties),
        ElementEntry("home_fee", HOUSEHOLD, ElementType.YES_NO, "A fee was paid to get the work", risk="low", relevant=arises, questions=ties),
        ElementEntry("home_owed", HOUSEHOLD, ElementType.YES_NO, "Wages were kept back", risk="medium", relevant=arises, questions=ties),
        ElementEntry("home_weight", HOUSEHOLD, ElementType.DECIMAL, "Weight of this household", risk="low", hint="Written by the office.", questions=ties),
    )  # fmt: skip
    lists = (_list("home_area", "Areas of the survey", river="Along the river", town="The town", hills="The hills"),)
    headings = {"home_area": "The household", "home_abroad": "Work abroad", "home_weight": "For the office"}
    form = _form(kind, elements, headings, "Say first that no is an answer, and that no name is written down.")
    return Declaring(kind, form, question, lists, elements)
