"""Keeps an eye on a page: what its console complains of, and whom it talks to."""

from typing import Any
from urllib.parse import urlsplit


class Watch:
    """The faults of every page of one browser context."""

    def __init__(self, context: Any, house_url: str) -> None:
        self.house = urlsplit(house_url).netloc
        self.faults: list[str] = []
        self._forgiven: list[str] = []
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        context.on("request", self._request)

    def forgive(self, *words: str) -> None:
        """Expect a complaint that holds these words, such as the 409 with which a conflict is shown."""
        self._forgiven += words

    def left(self) -> list[str]:
        """The faults that nobody expected."""
        return [fault for fault in self.faults if not any(words in fault for words in self._forgiven)]

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"console {message.type}: {message.text} ({message.page.url if message.page else ''})")

    def _request(self, request: Any) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc != self.house:
            self.faults.append(f"another host was asked: {address.netloc}")
