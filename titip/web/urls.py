"""The root of all addresses: the entrance's own, then each room under its name."""

from importlib.util import find_spec

from django.apps import apps
from django.urls import include, path

from titip.web.views import entrance, first_day, leaving, search, sheet, today

#: Rooms with pages, in the order of the path. A room's name is its prefix.
ROOMS = ("protect", "dictionary", "register", "consent", "intake", "casework", "quality", "share", "analyse", "present", "govern")

urlpatterns = [
    path("", today.today, name="today"),
    path("find", search.search, name="search"),
    path("exit", leaving.leave, name="exit"),
    path("notes", leaving.neutral, name="neutral"),
    path("help", entrance.help_page, name="help"),
    path("menu/<slug:group>", entrance.menu_page, name="menu"),
    path("language", entrance.set_language, name="set_language"),
    path("first-day", first_day.first_day, name="first_day"),
    path("recovery-sheet", sheet.new_sheet, name="recovery_sheet"),
    path("recovery-sheet.pdf", sheet.sheet_pdf, name="recovery_sheet_pdf"),
    path("health", entrance.health, name="health"),
    *(path(f"{room}/", include(f"titip.{room}.urls")) for room in ROOMS if apps.is_installed(f"titip.{room}") and find_spec(f"titip.{room}.urls")),
]

handler400 = "titip.web.views.errors.not_understood"
handler403 = "titip.web.views.errors.not_open"
handler404 = "titip.web.views.errors.not_found"
handler429 = "titip.web.views.errors.too_many"
