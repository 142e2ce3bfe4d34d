"""Governing shows: the data inventory, the glossary."""

from titip.govern.views.glossary import glossary
from titip.govern.views.inventory import as_csv, as_xlsx, inventory

__all__ = ["as_csv", "as_xlsx", "glossary", "inventory"]
