"""Counts what a person does on a page, and estimates how long it takes her: a model, never a measurement of people.

The keystroke-level model of Card, Moran and Newell ("The keystroke-level model for user performance time with interactive systems",
Communications of the ACM 23(7), 1980, 396-410) predicts how long somebody who knows the way takes without an error: K a key, P pointing,
M making up one's mind. Whoever never saw the product also reads: every word of each page she comes to, at the mean speed of silent
reading in English (Brysbaert, Journal of Memory and Language 109, 2019: 238 words a minute). Thinking up the questions is in neither.
"""

import re
import time
from dataclasses import dataclass, field
from typing import Any

#: Seconds. K is for "an average non-secretary typist"; on glass it is no quicker.
K, P, M = 0.28, 1.10, 1.35
WORDS_A_MINUTE = 238


@dataclass
class Hands:
    """One or more people's hands over a walk. ``taps``: presses; ``keys``: characters typed; ``words``: on the pages that were come to."""

    taps: int = 0
    fields: int = 0
    keys: int = 0
    words: int = 0
    pages: int = 0
    began: float = field(default_factory=time.monotonic)

    @property
    def actions(self) -> int:
        """Presses, and fields typed into."""
        return self.taps + self.fields

    @property
    def seconds(self) -> float:
        """What the automation took, pages and waiting for the server included."""
        return time.monotonic() - self.began

    @property
    def skilled_minutes(self) -> float:
        """By the model: one decision and one pointing for each action, and the keys."""
        return (self.actions * (M + P) + self.keys * K) / 60

    @property
    def newcomer_minutes(self) -> float:
        """The same, and everything read once."""
        return self.skilled_minutes + self.words / WORDS_A_MINUTE

    def __str__(self) -> str:
        told = f"{self.actions} actions, {self.keys} keys, {self.pages} pages, {self.words} words"
        return f"{told}; {self.skilled_minutes:.1f} to {self.newcomer_minutes:.1f} minutes by the model"

    def __iadd__(self, other: "Hands") -> "Hands":
        for part in ("taps", "fields", "keys", "words", "pages"):
            setattr(self, part, getattr(self, part) + getattr(other, part))
        return self

    def see(self, page: Any) -> None:
        """A page is come to, and read: a line that stands on it again and again, such as the choices of a list, once."""
        self.pages += 1
        self.words += sum(len(re.findall(r"\w+", line)) for line in set(page.locator("main").inner_text().splitlines()))

    def tap(self, element: Any) -> None:
        """Press something that leads to another page, and read that."""
        page = element.page
        self.taps += 1
        with page.expect_navigation():
            element.click()
        self.see(page)

    def choose(self, element: Any) -> None:
        """Tick, or choose one of several, on the same page."""
        self.taps += 1
        element.check()

    def select(self, element: Any, words: str) -> None:
        """Open a list and choose from it: two presses. What is chosen already costs nothing."""
        if element.locator("option:checked").inner_text() != words:
            self.taps += 2
            element.select_option(label=words)

    def type(self, element: Any, words: str) -> None:
        """Press a field and type."""
        self.fields += 1
        self.keys += len(words)
        element.fill(words)
