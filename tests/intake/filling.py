"""Filling a form in as a client of the pages does: begin, find the section, send it, and look at what is kept."""


from django.urls import reverse

from titip.register.reads import current_answers, registration_of

FORM = "first_interview"
WELCOME = {"registered_on": "1/3/2026", "age_band": "18-20", "urgent_needs": ["medical"]}


def url(name: str, person, form: str | None = FORM) -> str:
    return reverse(f"intake:{name}", args=[person.pk, form] if form else [person.pk])


def section_of(client, person, element: str) -> int:
    """The section in which an element stands, found as a person would: by looking."""
    for number in range(12):
        page = client.get(url("fill", person), {"section": number})
        if page.status_code == 200 and f'data-element="{element}"' in page.content.decode():
            return number
    raise AssertionError(f"{element} stands on no section")


def begin(client, person, *, layout: str = "whole", **changes) -> None:
    """An interview, with whole sections on a page unless ``layout`` says otherwise."""
    answer = client.post(url("start", person, None), {
        "form": FORM, "mode": "in_person", "private_place": "on", "interpreter": "none", "support": "arranged", "language": "Khmer", **changes,
    })
    assert answer.status_code == 302, answer.content.decode()
    client.post(url("fill", person, changes.get("form", FORM)), {"shown": "", "go": layout})


def send(client, person, element: str, typed: dict, go: str = "save", base: int | None = None):
    """Fill in the section of ``element`` and press a button."""
    section = section_of(client, person, element)
    return client.post(url("fill", person), {"section": section, "base": "" if base is None else base, "go": go, **typed})


def kept(person, *codes: str) -> dict:
    return current_answers(registration_of(person), frozenset(codes))
