"""Unlocks a server that must come up by itself, where the organisation granted a service slot."""

import logging
import os
from pathlib import Path
from typing import Final

from django.conf import settings

from titip.protect.actions import keys
from titip.protect.vault import keyring
from titip.protect.vault.durable import exposed, read_limited
from titip.protect.vault.errors import KeyringError

log = logging.getLogger("titip.keys")
#: The credential's name under systemd (LoadCredential=titip-keyring:/etc/titip/keyring-secret).
CREDENTIAL: Final = "titip-keyring"
_MOST_BYTES: Final = 1_000


def credential() -> Path | None:
    """Where the secret lies: as TITIP_SERVICE_FILE says, else among systemd's credentials. The place only is in the environment."""
    named = os.environ.get("TITIP_SERVICE_FILE", "")
    if named:
        return Path(named)
    folder = os.environ.get("CREDENTIALS_DIRECTORY", "")
    found = Path(folder) / CREDENTIAL if folder else None
    return found if found is not None and found.exists() else None


def unlock_by_itself() -> bool:
    """Unlock with the service slot, if there is one and its secret is at hand. Whatever is wrong with it leaves the server locked, and says so."""
    place = credential()
    if place is None:
        return False
    try:
        ring = keyring.load(settings.HOME.keyring)
        if not any(slot.kind == "service" for slot in ring.slots):
            log.warning("There is a service file, and no service slot in the keyring: the server stays locked.")
            return False
        if exposed(place):
            log.warning("Others on this machine can read the service file: the server stays locked. chmod 400 on the file.")
            return False
        keys.unlock(passphrase=read_limited(place, _MOST_BYTES).decode().strip(), where="service")
    except (KeyringError, OSError, UnicodeError) as error:
        log.warning("The service slot did not open the keyring (%s): the server stays locked.", type(error).__name__)
        return False
    return True
