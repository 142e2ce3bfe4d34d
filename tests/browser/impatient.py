"""The settings of a house that signs people out after a few seconds, so that a test need not wait for five minutes."""

from titip.web.settings import *  # noqa: F403 - everything else is as it is

TITIP_IDLE = TITIP_IDLE_HIGH = 8
