"""Every answer is closed: headers that no view has to remember."""

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from titip.web.middleware import HEADERS, SecurityHeaders


def answer(response: HttpResponse) -> HttpResponse:
    def view(_: HttpRequest) -> HttpResponse:
        return response

    return SecurityHeaders(view)(RequestFactory().get("/"))


def test_every_header_is_there() -> None:
    response = answer(HttpResponse("x"))

    assert {name: response.headers[name] for name in HEADERS} == HEADERS
    assert response.headers["Cache-Control"] == "no-store"


def test_the_policy_lets_nothing_in_but_our_own_files() -> None:
    policy = answer(HttpResponse("x")).headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy


def test_a_form_is_still_recognised_as_ours() -> None:
    # With "no-referrer" a browser sends `Origin: null`, and Django refuses the form.
    assert answer(HttpResponse("x")).headers["Referrer-Policy"] == "same-origin"


def test_what_a_view_says_stands() -> None:
    response = HttpResponse("x", headers={"Cache-Control": "private, max-age=60"})

    assert answer(response).headers["Cache-Control"] == "private, max-age=60"
