"""A browser without a window: cookies, pages, forms with what is typed into them, and the pauses in typing that our script sends.

It holds a page as a browser does: what was typed stays on it, whatever the server answers, until the page is left.
"""

import http.client
import json
import secrets
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

#: A server that is gone, or a line that is cut.
Broken = (OSError, http.client.HTTPException)


@dataclass
class Form:
    """A form: where it goes, its fields in order as they stand, its buttons (name, value, words)."""

    action: str = ""
    method: str = "get"
    autosave: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)

    def has(self, name: str) -> bool:
        """Whether there is such a field."""
        return any(held == name for held, _value in self.fields)

    def value(self, name: str) -> str:
        """What stands in a field; nothing where it is not there."""
        return next((value for held, value in self.fields if held == name), "")

    def fill(self, name: str, *values: str) -> None:
        """Type, tick or choose."""
        self.fields = [(held, value) for held, value in self.fields if held != name] + [(name, value) for value in values]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.text: list[str] = []
        self._form: Form | None = None
        self._into: list[str] | None = None
        self._area = self._select = self._option = ""
        self._picked = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(at.get("action", ""), at.get("method", "get").lower(), at.get("data-autosave", ""))
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(tag, at)

    def _field(self, tag: str, at: dict[str, str]) -> None:
        assert self._form is not None
        name = at.get("name", "")
        if tag == "input" and name and at.get("type") not in ("submit", "file"):
            if at.get("type") not in ("radio", "checkbox") or "checked" in at:
                self._form.fields.append((name, at.get("value", "on" if at.get("type") == "checkbox" else "")))
        elif tag == "textarea":
            self._area, self._into = name, []
        elif tag == "select":
            self._select, self._picked = name, False
        elif tag == "option" and self._select and ("selected" in at or not self._picked):
            self._form.fill(self._select, at.get("value", ""))
            self._picked = True
        elif tag == "button":
            self._form.buttons.append((name, at.get("value", ""), ""))
            self._into = []

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self._into is not None:
            self._into.append(data)

    def handle_endtag(self, tag: str) -> None:
        said = "".join(self._into or [])
        if tag == "textarea" and self._form is not None and self._into is not None:
            self._form.fields.append((self._area, said.removeprefix("\n")))
            self._into = None
        elif tag == "button" and self._form is not None and self._form.buttons and self._into is not None:
            self._form.buttons[-1] = (*self._form.buttons[-1][:2], " ".join(said.split()))
            self._into = None
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._form = None


@dataclass
class Answer:
    """What the server answered; ``path`` is where the browser stands after redirects."""

    status: int
    text: str
    path: str = ""
    json: dict[str, Any] = field(default_factory=dict)

    @property
    def forms(self) -> list[Form]:
        """The forms of the page."""
        return _read(self.text).forms

    @property
    def words(self) -> str:
        """What the page says, form fields included as they stand."""
        read = _read(self.text)
        return " ".join(" ".join(read.text).split())

    def form(self, with_field: str) -> Form:
        """The form that has this field."""
        found = next((form for form in self.forms if any(name == with_field for name, _value in form.fields)), None)
        if found is None:
            raise AssertionError(f"no form with {with_field} on {self.path} ({self.status}): {self.words[:300]}")
        return found

    def form_to(self, ends: str) -> Form:
        """The form whose button says so, or whose address ends so."""
        found = next((form for form in self.forms if form.action.endswith(ends) or any(ends in words for *_at, words in form.buttons)), None)
        if found is None:
            raise AssertionError(f"no form to {ends} on {self.path} ({self.status}): {self.words[:300]}")
        return found


def _read(text: str) -> _Reader:
    reader = _Reader()
    reader.feed(text)
    return reader


class Browser:
    """One colleague's browser: several pages share its cookies."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def get(self, path: str, **headers: str) -> Answer:
        """Open a page."""
        return self._go("GET", path, None, headers)

    def post(self, path: str, fields: list[tuple[str, str]], **headers: str) -> Answer:
        """Send a form, as a page of ours does; follows redirects."""
        return self._go("POST", path, urlencode(fields).encode(), headers)

    def send(self, form: Form, button: str = "", *, here: str = "", token: str | None = None) -> Answer:
        """Press a button (by its words) of a form."""
        pressed = next(((name, value) for name, value, words in form.buttons if button and button in words), ("", ""))
        fields = self._signed(form.fields, token) + ([pressed] if pressed[0] else [])
        return self.post(urljoin(here, form.action) if form.action else here, fields)

    def pause(self, form: Form, here: str, *, name: str = "1") -> Answer:
        """What our script sends at a pause in typing; the answer's hidden fields are carried on with."""
        answer = self.post(
            form.autosave or here, self._signed(form.fields, None), **{"Accept": "application/json", "X-Titip-Draft": name}
        )
        if answer.status == 200:
            for held, value in answer.json.get("fields", {}).items():
                form.fill(held, value)
        return answer

    def _signed(self, fields: list[tuple[str, str]], token: str | None) -> list[tuple[str, str]]:
        kept = [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"]
        return [("csrfmiddlewaretoken", token if token is not None else self.cookies.get("csrftoken", "")), *kept]

    def raw(self, path: str, fields: list[tuple[str, str]], *, share: float) -> None:
        """Send a part of a form (1: all of it) and drop the line without waiting for an answer."""
        body = urlencode(self._signed(fields, None)).encode()
        connection = http.client.HTTPConnection("localhost", self.port, timeout=10)
        try:
            connection.putrequest("POST", path)
            for name, value in {**self._headers({}), "Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}.items():
                connection.putheader(name, value)
            connection.endheaders()
            connection.send(body[: int(len(body) * share)])
        finally:
            connection.close()

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Host": f"localhost:{self.port}", "Cookie": cookies, "Origin": f"http://localhost:{self.port}", "Sec-Fetch-Site": "same-origin", **more}

    def _go(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        for _redirect in range(8):
            answer, onward = self._once(method, path, body, headers)
            if not onward:
                return answer
            method, body, path = "GET", None, urljoin(path, urlsplit(onward)._replace(scheme="", netloc="").geturl())
        raise AssertionError(f"{path} leads round in a circle")

    def _once(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[Answer, str]:
        connection = http.client.HTTPConnection("localhost", self.port, timeout=60)
        sent = self._headers(headers)
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, sent)
            got = connection.getresponse()
            text = got.read().decode("utf-8", "replace")
        finally:
            connection.close()
        for line in got.msg.get_all("Set-Cookie") or []:
            name, _equals, value = line.split(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
        told = json.loads(text) if "json" in got.headers.get("Content-Type", "") else {}
        return Answer(got.status, text, path, told), got.headers.get("Location", "") if 300 <= got.status < 400 else ""


def new_words(kind: str) -> str:
    """Words that stand nowhere else, in two scripts."""
    return f"{kind} {secrets.token_hex(6)} คำที่พิมพ์"
