"""The register shows: people by code, one person's page, the history of her record."""

from titip.register.views.colleagues import colleagues, end_share, hand_over, share
from titip.register.views.people import add, age, people
from titip.register.views.person import history, link, person

__all__ = ["add", "age", "colleagues", "end_share", "hand_over", "history", "link", "people", "person", "share"]
