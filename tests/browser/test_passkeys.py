"""Passkeys in Chromium, with its virtual authenticator: made, signed in with alone, as the second factor, again; named and removed."""

import re
from typing import Any

import pytest

from tests.browser.conftest import Visit, type_the_code
from tests.browser.house import House

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def give_device(page: Any, *, verified: bool = True) -> tuple[Any, str]:
    """A device with a built-in key store, as a phone is, whose owner shows (or fails to show) that it is she."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": verified,
        "automaticPresenceSimulation": True,
    }
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def begin(page: Any, name: str) -> None:
    page.goto("/protect/sign-in")
    page.get_by_role("button", name=re.compile(rf"^{name}\b")).click()


def sign_out(page: Any) -> None:
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_role("heading", name="Sign in", level=1).wait_for()


def prove_by_code(page: Any) -> None:
    """The code that the practice house shows, on the page that asks again."""
    type_the_code(page, "Confirm")


def test_a_passkey_from_the_first_to_the_last(house: House, visit: Visit) -> None:
    page = visit()
    device, key_store = give_device(page)
    begin(page, "Dara")
    type_the_code(page)
    page.get_by_role("heading", name="Today", level=1).wait_for()
    page.goto("/protect/me")
    page.get_by_role("button", name="Make a passkey").click()
    prove_by_code(page)
    page.get_by_label("What do you call it?").fill("My phone")
    page.get_by_role("button", name="Make the passkey").click()
    page.get_by_role("link", name="Rename My phone").wait_for()
    kept = device.send("WebAuthn.getCredentials", {"authenticatorId": key_store})["credentials"]
    assert [(one["rpId"], one["isResidentCredential"]) for one in kept] == [("localhost", True)]
    assert "Dara" not in str(kept), "a phone is seen by others"

    sign_out(page)  # passkey alone: both factors at once
    page.goto("/protect/sign-in?next=/protect/me")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="Your sign-in", level=1).wait_for()

    sign_out(page)  # as the second factor
    begin(page, "Dara")
    page.get_by_role("button", name="Use my passkey").click()
    page.get_by_role("heading", name="Today", level=1).wait_for()

    page.goto("/protect/me")  # again, before something that needs it
    page.get_by_role("link", name="Make new recovery codes").click()
    page.get_by_role("button", name="Use my passkey").click()
    page.get_by_role("heading", name="Make new recovery codes").wait_for()

    page.goto("/protect/me")
    page.get_by_role("link", name="Rename My phone").click()
    page.get_by_label("What do you call it?").fill("The blue phone")
    page.get_by_role("button", name="Keep this name").click()
    page.get_by_role("link", name="Remove The blue phone").click()
    page.get_by_role("button", name="Remove this passkey").click()
    page.get_by_text("The passkey is removed").wait_for()

    sign_out(page)  # the device still has it; the house does not
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("The passkey did not work").wait_for()


def test_a_device_that_does_not_know_its_owner_opens_nothing(house: House, visit: Visit) -> None:
    page = visit()
    device, key_store = give_device(page)
    begin(page, "Dara")
    type_the_code(page)
    page.get_by_role("heading", name="Today", level=1).wait_for()
    page.goto("/protect/me/passkeys/new")
    prove_by_code(page)
    page.get_by_role("button", name="Make the passkey").click()
    page.get_by_text("The passkey is made").wait_for()
    sign_out(page)
    device.send("WebAuthn.setUserVerified", {"authenticatorId": key_store, "isUserVerified": False})
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("No passkey was used").wait_for()


def test_a_number_has_none_and_says_why(house: House, visit: Visit) -> None:
    numbered = House(home=house.home, url=house.url.replace("localhost", "127.0.0.1"), pid=house.pid, token=house.token)
    page = visit(at=numbered)
    page.goto("/protect/sign-in")
    page.get_by_role("button", name=re.compile(r"^Dara\b")).wait_for()
    assert not page.get_by_text("Sign in with a passkey").count()
    begin(page, "Dara")
    type_the_code(page)
    page.get_by_role("heading", name="Today", level=1).wait_for()
    page.goto("/protect/me")
    page.get_by_text("Passkeys need a host name").wait_for()
