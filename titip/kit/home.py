"""The folder in which all data of one organisation lie."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Home:
    """Where each thing of an organisation is kept. Nothing outside ``root`` is written."""

    root: Path

    @property
    def app_db(self) -> Path:
        """Pseudonymous case data, staff, audit."""
        return self.root / "app.sqlite3"

    @property
    def vault_db(self) -> Path:
        """Sealed identities, high-risk answers, narratives."""
        return self.root / "vault.sqlite3"

    @property
    def keys_db(self) -> Path:
        """One wrapped data key per person, per file."""
        return self.root / "keys.sqlite3"

    @property
    def database(self) -> Path:
        """Where PostgreSQL is, in a house that keeps its data there; no such file in a house of SQLite files."""
        return self.root / "database"

    @property
    def has_data(self) -> bool:
        """Whether the stores were made: files here, or tables elsewhere. Asks no server."""
        return self.app_db.exists() or self.database.exists()

    @property
    def keyring(self) -> Path:
        """The keyring file, outside all databases."""
        return self.root / "keyring" / "keyring.json"

    @property
    def backup_recipient(self) -> Path:
        """The public key to which backups are sealed; the private half is derived from the unlocked keyring."""
        return self.root / "keyring" / "backup-recipient"

    @property
    def secret_key(self) -> Path:
        """Django's signing secret; protects sessions and forms, never data."""
        return self.root / "keyring" / "web-secret"

    @property
    def erasures(self) -> Path:
        """The list of destroyed data keys, ids only: replayed over whatever older backup is put back."""
        return self.root / "keyring" / "erasures"

    @property
    def spool(self) -> Path:
        """What happened while locked, until it is chained at unlock."""
        return self.root / "spool"

    @property
    def files(self) -> Path:
        """Sealed files."""
        return self.root / "files"

    @property
    def anchors(self) -> Path:
        """Short files outside the databases, by which a log that was cut or rewritten is noticed."""
        return self.root / "anchors"

    @property
    def places(self) -> Path:
        """The index of places: made anew from its lists whenever it is missing, so that no backup holds it."""
        return self.root / "places.sqlite3"

    @property
    def run(self) -> Path:
        """What the running server tells the command line: port and control token."""
        return self.root / "run"

    def make(self) -> "Home":
        """Create the folders, readable by the owner only. Returns self."""
        for folder in (self.root, self.keyring.parent, self.spool, self.files, self.run):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self


def find_home(given: str | None = None) -> Home:
    """The organisation's folder: as given, else TITIP_HOME, else ``var/`` of a checkout, else the user's data folder."""
    chosen = given or os.environ.get("TITIP_HOME")
    if chosen:
        return Home(Path(chosen).expanduser().resolve())
    checkout = Path(__file__).resolve().parents[2]
    if (checkout / "pyproject.toml").exists() and (checkout / "Makefile").exists():
        return Home(checkout / "var")
    return Home(_user_data_folder() / "titip")


def _user_data_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home() / "AppData" / "Local")))
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME", str(Path.home() / ".local" / "share")))
