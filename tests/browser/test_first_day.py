"""Journey 1 on a phone: from an empty computer to the first case, by the colleagues whose work it is. Every press of a button or link is counted."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.browser.conftest import PHONE
from tests.browser.crawl import violations
from tests.browser.house import spoken_by
from tests.browser.test_emergency import picture
from tests.browser.walking import heading
from tests.browser.watch import Watch

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: The most presses from empty to the first case.
MOST = 25
KEYRING, HERS = "violet tractor hums under eleven moons", "copper kettle walks beside nine rivers"


@contextmanager
def empty_server(home: Path) -> Iterator[tuple[str, str]]:
    """``titip serve`` over an empty folder: its address and the set-up code in its window."""
    home.parent.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "titip", "--home", str(home), "serve", "--port", "0"], env={k: v for k, v in os.environ.items() if k != "TITIP_HOME"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )
    with spoken_by(process) as said:
        heard, until = "", time.monotonic() + 240
        while not (address := re.search(r"http://\S+:\d+", heard)) or not (code := re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", heard)):
            assert time.monotonic() < until and process.poll() is None, heard
            heard += said.get(timeout=240)
        yield address[0], code[0]


def code_now(secret: str) -> str:
    """What an authenticator app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


@dataclass
class Counted:
    """A colleague's browser; ``presses`` of all of them."""

    page: Any
    folder: Path
    presses: list[str]

    def press(self, words: str) -> None:
        """Press a button, or follow a link."""
        self.presses.append(words)
        self.page.get_by_role("button", name=words).or_(self.page.get_by_role("link", name=words)).first.click()

    def fill(self, **fields: str) -> None:
        """Type into fields by their names."""
        for name, text in fields.items():
            self.page.locator(f"[name={name}]").fill(text)

    def here(self, words: str, name: str) -> None:
        """The page called so has come, is as wide as the phone, and axe finds nothing."""
        heading(self.page, words)
        picture(self.page, self.folder, name)
        assert violations(self.page) == [], name

    def sign_in(self, username: str, passphrase: str = HERS) -> None:
        """Sign in for the first time: set up the app, and write the recovery codes down."""
        self.fill(login=username, password=passphrase)
        self.press("Sign in")
        self.here("Set up the authenticator app", f"{username}_app")
        self.page.get_by_text("I cannot scan it").click()
        secret = self.page.locator(".govuk-details__text .titip-code").inner_text().strip()
        self.page.get_by_label("Code from the app").fill(code_now(secret))
        self.press("Use this phone to sign in")
        self.page.get_by_role("button", name=re.compile("I have written th")).wait_for()
        picture(self.page, self.folder, f"{username}_codes")
        assert violations(self.page) == []
        self.press("I have written th")


@pytest.fixture
def opened(browser: Any) -> Iterator[Any]:
    """``opened(url)``: a page on a phone of its own."""
    contexts = []

    def begin(url: str) -> Any:
        context = browser.new_context(viewport=PHONE, base_url=url, locale="en-GB")
        context.set_default_timeout(20_000)
        contexts.append((context, Watch(context, url)))
        return context.new_page()

    yield begin
    for context, _watch in contexts:
        context.close()
    assert not [fault for _context, watch in contexts for fault in watch.left()]


@pytest.mark.slow
def test_from_an_empty_computer_to_the_first_case(opened: Any, tmp_path: Path) -> None:
    presses: list[str] = []
    with empty_server(tmp_path / "house") as (url, code):
        began = time.monotonic()
        tola = Counted(opened(url), tmp_path, presses)
        set_up(tola, code)
        invited = invite(tola)
        dara = Counted(opened(url), tmp_path, presses)
        join(dara, invited)
        first_case(dara)
        print(f"first day: {len(presses)} presses, {time.monotonic() - began:.0f} s of pages and typing, axe included: {presses}")
    assert len(presses) <= MOST


def set_up(tola: Counted, code: str) -> None:
    """Code, keyring, organisation, questions, recovery sheet, administrator, second factor."""
    tola.page.goto("/")
    tola.here("The first day", "1_code")
    tola.fill(code=code)
    tola.press("Begin")
    tola.here("The keyring", "2_keyring")
    tola.fill(passphrase=KEYRING, again=KEYRING)
    tola.press("Make the keyring")
    tola.here("Your organisation", "3_organisation")
    tola.fill(name="Hope House")
    tola.page.locator("[name=country]").select_option("KH")
    tola.press("Go on")
    tola.here("What do you want to know?", "4_questions")
    tola.press("Begin with these")
    tola.here("The recovery sheet", "5_sheet")
    tola.fill(passphrase=KEYRING)
    tola.press("Make the sheet")
    tola.page.get_by_role("button", name="It is on paper").wait_for()
    with tola.page.expect_download():
        tola.press("Take the page (PDF)")
    sheet, number = (tola.page.locator(f"[name={name}]").last.input_value() for name in ("sheet", "number"))
    tola.fill(group=sheet.split("-")[int(number) - 1])
    tola.here("The recovery sheet", "6_on_paper")
    tola.press("It is on paper")
    tola.here("The first administrator", "7_administrator")
    tola.fill(name="Tola", username="tola", passphrase=HERS, again=HERS)
    tola.press("Finish and sign in")
    tola.sign_in("tola")


def invite(tola: Counted) -> str:
    """Three colleagues; the code of the first, who meets people."""
    codes = []
    tola.here("Today", "8_today_alone")
    tola.press("Invite a colleague")
    tola.here("Invite a colleague", "9_invite")
    for name, role in (("Dara", "frontline"), ("Sopha", "supervisor"), ("Noy", "custodian")):
        tola.fill(name=name, username=name.lower())
        tola.page.locator(f"[name=roles][value={role}]").check()
        tola.press("Invite this colleague")
        heading(tola.page, f"A code for {name}")
        codes.append(tola.page.locator(".titip-code--large").inner_text())
    tola.here("A code for Noy", "10_code")
    return codes[0]


def join(dara: Counted, code: str) -> None:
    """Her code, her passphrase, her second factor."""
    dara.page.goto("/")
    dara.press("I was invited and have a code")
    dara.here("You were invited", "11_invited")
    dara.fill(code=code)
    dara.press("Go on")
    dara.here("Choose your passphrase", "12_passphrase")
    dara.fill(passphrase="seven quiet boats cross the morning river", again="seven quiet boats cross the morning river")
    dara.press("Keep this passphrase")
    dara.sign_in("dara", "seven quiet boats cross the morning river")


def first_case(dara: Counted) -> None:
    """A person under a code, and her case."""
    dara.here("Today", "13_today")
    dara.press("Register a person")
    dara.here("Register a person", "14_register")
    dara.page.get_by_label(re.compile("A name she chooses")).fill("Wren")
    dara.page.get_by_label("18 or older", exact=True).check()
    dara.press("Register under a code")
    dara.page.get_by_text("Registered under the code").wait_for()
    dara.press("Open a case")
    dara.page.get_by_label("Why is a case opened?").fill("Signs at the border")
    dara.press("Open the case")
    dara.page.get_by_role("heading", level=1).filter(has_text=re.compile("^C-")).wait_for()
    picture(dara.page, dara.folder, "15_case")
    assert violations(dara.page) == []
