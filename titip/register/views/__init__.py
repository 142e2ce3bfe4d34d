"""The register shows: people by code, one person's page, the history of her record."""

from titip.register.views.people import add, age, people
from titip.register.views.person import history, link, person

__all__ = ["add", "age", "history", "link", "people", "person"]
