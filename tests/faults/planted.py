"""Settings of a server with one defect planted (TITIP_PLANTED names it): what the faults must find, or they prove nothing."""

from titip.web.settings import *  # noqa: F403
from titip.web.settings import INSTALLED_APPS as _APPS

INSTALLED_APPS = [*_APPS, "tests.faults.defects.Planted"]
