"""The WSGI application that the server runs, with the thread that does its work in the background."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "titip.web.settings")
application = get_wsgi_application()

if os.environ.get("TITIP_SERVICE_FILE") or os.environ.get("CREDENTIALS_DIRECTORY"):
    from titip.protect.actions.service import unlock_by_itself

    unlock_by_itself()

if os.environ.get("TITIP_WORK", "thread") != "off":
    from titip.protect.actions.background.running import start_thread

    start_thread(first_after=5.0)  # seconds: the first page comes first
