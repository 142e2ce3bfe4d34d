"""What tests of the look may ask for."""

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest

from tests.house.miniature import ROOT


@pytest.fixture
def plain_static(settings: Any) -> None:
    """Static files under their own names, so that a template renders without collecting them first."""
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


class Desk:
    """A small real server: our static files, pages given by the test, and an autosave address that answers as told."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.saved: list[dict[str, list[str]]] = []
        self.headers: list[dict[str, str]] = []
        self.posted: list[tuple[str, dict[str, list[str]]]] = []
        self.answer = 200
        self.told: dict[str, Any] = {"saved_at": "14:02"}
        self.url = ""


class Handler(SimpleHTTPRequestHandler):
    """Answers for a Desk, with our own security headers on every answer."""

    def __init__(self, desk: Desk, *args: Any, **kwargs: Any) -> None:
        self.desk = desk
        super().__init__(*args, directory=str(ROOT / "titip" / "web"), **kwargs)

    def log_message(self, *args: Any) -> None:
        """Quiet."""

    def end_headers(self) -> None:
        from titip.web.middleware import HEADERS

        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def do_GET(self) -> None:
        if self.path not in self.desk.pages:
            return super().do_GET()
        self._answer(200, self.desk.pages[self.path], "text/html; charset=utf-8")

    def do_POST(self) -> None:
        body = parse_qs(self.rfile.read(int(self.headers["Content-Length"] or 0)).decode(), keep_blank_values=True)
        if self.path != "/autosave/":
            self.desk.posted.append((self.path, body))
            return self._answer(200, "<!DOCTYPE html><html lang='en'><title>Notes</title><p>arrived", "text/html; charset=utf-8")
        if self.desk.answer == 302:
            return self._answer(302, "", "text/plain", {"Location": "/sign-in/"})
        if self.desk.answer == 200:
            self.desk.saved.append(body)
            self.desk.headers.append(dict(self.headers.items()))
        self._answer(self.desk.answer, json.dumps(self.desk.told), "application/json")

    def _answer(self, status: int, text: str, kind: str, more: dict[str, str] | None = None) -> None:
        data = text.encode()
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture
def desk() -> Iterator[Desk]:
    """A Desk that listens on a free port of this machine."""
    desk = Desk()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, desk))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    desk.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield desk
    server.shutdown()
    server.server_close()
    thread.join()
