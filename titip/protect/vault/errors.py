"""What can go wrong with keys, each with a sentence that says what to do."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class VaultError(Exception):
    """A fault with a sentence for whoever reads it; ``message`` is translated when shown."""

    message: ClassVar[str | Promise] = ""
    exit_code: ClassVar[int] = 3  # of the command line: locked, or no key

    def __str__(self) -> str:
        return str(self.args[0] if self.args else self.message)


class Locked(VaultError):
    """No unlocked keys in this process."""

    message = _("The server is locked. Someone on duty must unlock it with a keyring passphrase before anything sealed can be read or saved.")


class Refused(VaultError):
    """A sealed value was moved, changed, damaged, or belongs to another owner."""

    message = _("A sealed value does not fit the place it was read from: it was changed, moved or damaged. Nothing was opened. Tell your administrator.")
    exit_code = 5


class Gone(Refused):
    """The key was destroyed, so that nothing opens the value any more."""

    message = _("This was erased: its key has been destroyed and nothing can open it.")


class KeyringError(VaultError):
    """A fault with the keyring file."""


class NoKeyring(KeyringError):
    """There is no keyring file."""

    message = _("There is no keyring in this folder. Run “titip init” for a new organisation, or put the keyring file back from its copy.")


class KeyringExists(KeyringError):
    """There is a keyring already."""

    message = _("There is a keyring in this folder already. It is never overwritten: everything sealed with it would be lost.")
    exit_code = 2


class KeyringMissing(KeyringError):
    """Sealed data stand in the folder, but not the keyring that sealed them."""

    message = _("This folder holds data sealed with a keyring that is not here. A new one could not open them: put the old file back from its copy.")


class DamagedKeyring(KeyringError):
    """The keyring file was changed or damaged."""

    message = _("The keyring file was changed or damaged and is not trusted. Put it back from its copy; the data themselves are not touched.")
    exit_code = 5


class ExposedKeyring(KeyringError):
    """Others on this computer can read the keyring file."""

    message = _("Other users of this computer can reach the keyring file. Close it (chmod 600 on the file), then try again.")
    exit_code = 4


class WrongPassphrase(KeyringError):
    """No slot opens with this passphrase."""

    message = _("This passphrase opens no slot of the keyring. Check the keyboard and capital letters, or use another slot or the recovery code.")


class SecondNeeded(KeyringError):
    """Two people are needed, and this was the first."""

    message = _("This is one of the two passphrases that are needed. Within ten minutes the holder of another slot must type hers.")


class Stale(Locked):
    """The keys were replaced by another process since this one took them."""

    message = _("The keys were replaced meanwhile. Unlock the server once more: it then holds the new ones.")


class WeakPassphrase(KeyringError):
    """The passphrase could be guessed."""

    message = _("Choose a longer passphrase: at least 15 characters, four or more unrelated words are best.")
    exit_code = 2


class SlotsFull(KeyringError):
    """A keyring has one to five slots."""

    message = _("A keyring has between one and five slots. Remove one that is no longer needed first.")
    exit_code = 2


class TooManyAttempts(KeyringError):
    """Wrong passphrases came too fast."""

    message = _("Too many wrong passphrases. Wait, then try again.")

    def __init__(self, seconds: int) -> None:
        super().__init__(_("Too many wrong passphrases. Try again in %(seconds)d seconds.") % {"seconds": seconds})
        self.seconds = seconds
