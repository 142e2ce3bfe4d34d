"""Django's settings: the same for every organisation; what differs lies in its folder."""

import os
import secrets
from pathlib import Path
from typing import Any

from titip.kit import postgres
from titip.kit.home import Home, find_home

HOME: Home = find_home().make()
BASE = Path(__file__).resolve().parent


def _secret_key(home: Home) -> str:
    """Signs sessions and forms. Made once, kept beside the keyring, never used for data."""
    if not home.secret_key.exists():
        home.secret_key.touch(mode=0o600)
        home.secret_key.write_text(secrets.token_urlsafe(64), encoding="ascii")
    return home.secret_key.read_text(encoding="ascii").strip()


def _from_file(path: str) -> str:
    """A secret of another service, which stands in a file so that no environment shows it."""
    return Path(path).read_text(encoding="utf-8").strip() if path else ""


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;",
        },
    }


SECRET_KEY = _secret_key(HOME)
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *filter(None, os.environ.get("TITIP_HOSTS", "").split(","))]

INSTALLED_APPS = [
    "titip.protect", "titip.dictionary", "titip.register", "titip.consent", "titip.intake", "titip.casework", "titip.quality",
    "titip.share", "titip.analyse", "titip.present", "titip.govern", "titip.web",
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages", "django.contrib.staticfiles",
    "allauth", "allauth.account", "allauth.mfa", "django_tasks", "django_tasks_db",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "titip.web.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages go compressed: a form of 200 kB would cost a phone on a slow line half a minute. What compression can tell whoever counts
    # bytes is blurred by a random pad in each answer and by form tokens that differ each time; another site's frames and scripts carry
    # no cookie (SameSite). Below whitenoise, which has its files compressed already.
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "titip.protect.gate.Gate",
]

ROOT_URLCONF = "titip.web.urls"
WSGI_APPLICATION = "titip.web.wsgi.application"
FORM_RENDERER = "titip.web.forms.Renderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "titip.web.context.house",
            ],
        },
    },
]

#: None: SQLite files in the folder. Else PostgreSQL, by the one setting TITIP_DATABASE_URL.
POSTGRES = postgres.address_of(HOME)
if POSTGRES:
    DATABASES = POSTGRES.settings()
else:
    DATABASES = {"default": _sqlite(HOME.app_db), "vault": _sqlite(HOME.vault_db), "keys": _sqlite(HOME.keys_db)}
DATABASE_ROUTERS = ["titip.protect.stores.StoreRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Rate limits and the second factor's replay guard live here, so it must be shared by all threads and survive a restart.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "web_cache"},
}

AUTH_USER_MODEL = "protect.Staff"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "titip.protect.passphrases.Guessable"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {
    "login": "titip.protect.forms.accounts.SignIn",
    "reauthenticate": "titip.protect.forms.accounts.PassphraseAgain",
    "change_password": "titip.protect.forms.accounts.ChangePassphrase",
}
# Strangers' failures count by address, by address and name, and by name alone; a browser in which she signed in before has tries of its
# own (protect.sign_in.limits), so that nobody can lock her out from elsewhere. An office shares one address, so its own limit is wide;
# every window is short.
ACCOUNT_RATE_LIMITS = {
    "login": "", "login_failed": "60/m/ip,5/5m/key", "login_strangers": "25/5m/key", "login_known": "10/5m/key", "code_strangers": "5/5m/key",
    "reauthenticate": "10/m/user", "change_password": "5/m/user",
}
ACCOUNT_ADAPTER = "titip.protect.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
MFA_ADAPTER = "titip.protect.sign_in.MFAAdapter"
MFA_FORMS = {
    "activate_totp": "titip.protect.forms.second_factor.FirstCode",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a finger, a face or a PIN each time: a passkey in other hands opens nothing
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_TOTP_ISSUER = "Notes"
MFA_TOTP_TOLERANCE = 1

SESSION_ENGINE = "titip.protect.sign_in.sessions"  # sealed at rest
SESSION_COOKIE_AGE = 9 * 60 * 60  # the gate ends a session after TITIP_LONGEST; for an hour more it still knows whose typed words to keep
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # sealed with the session
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = False  # read by our own script for autosave
CSRF_FAILURE_VIEW = "titip.web.views.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # "no-referrer" would make browsers send `Origin: null` with forms, which the CSRF check refuses
X_FRAME_OPTIONS = "DENY"
if os.environ.get("TITIP_HTTPS") == "1":
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # limits count the address that the proxy saw, not the proxy's own
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31536000

LANGUAGE_CODE = "en"
# Only what is complete is offered; Thai, Khmer, Indonesian, Burmese and Vietnamese follow once a speaker has read them.
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
#: The clock of pages and days; empty: the organisation's own. What is stored is in UTC always.
TITIP_ZONE = os.environ.get("TITIP_ZONE", "")

WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site may read even our style
# Work in the background: the queue lies in the app database; what runs, and why not, stands in protect's own table.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

STATIC_URL = "static/"
STATICFILES_DIRS = [("titip/outlines", BASE.parent / "dictionary" / "outlines")]  # the map of a pin draws the outlines of the charts
STATIC_ROOT = HOME.root / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # no upload ever reaches the disk in the plain
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 22 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

#: Seconds without use after which the vault locks itself; 0 means never.
TITIP_LOCK_AFTER = int(os.environ.get("TITIP_LOCK_AFTER", str(12 * 60 * 60)))
#: Seconds without use after which a colleague is signed out; fewer where her role may see high-risk answers.
TITIP_IDLE = 15 * 60
TITIP_IDLE_HIGH = 5 * 60
#: Seconds after which a sign-in ends whatever happens.
TITIP_LONGEST = 8 * 60 * 60

# The one mail that leaves: the weekly digest of the log, where an address was set. Counts and a code, never a name.
EMAIL_HOST = os.environ.get("TITIP_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("TITIP_SMTP_PORT", "587"))
EMAIL_USE_TLS = os.environ.get("TITIP_SMTP_PLAIN", "") != "1"
EMAIL_HOST_USER = os.environ.get("TITIP_SMTP_USER", "")
EMAIL_HOST_PASSWORD = _from_file(os.environ.get("TITIP_SMTP_PASSWORD_FILE", ""))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("TITIP_SMTP_FROM", "") or EMAIL_HOST_USER or "titip@localhost"
ADMINS: list[tuple[str, str]] = []  # no error reports by e-mail: they would carry what somebody typed
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    # Values never reach a log: errors are written by class and place only.
    "filters": {"no_values": {"()": "titip.protect.logs.NoValues"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no_values"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
