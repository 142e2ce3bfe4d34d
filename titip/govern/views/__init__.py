"""Governing shows: the data inventory, the glossary, the access list as a file, what a role sees, whether the house is ready."""

from titip.govern.views.access import access_file, view_as
from titip.govern.views.glossary import glossary
from titip.govern.views.inventory import as_csv, as_xlsx, inventory
from titip.govern.views.readiness import drill, plan, plan_shown, readiness

__all__ = ["access_file", "as_csv", "as_xlsx", "drill", "glossary", "inventory", "plan", "plan_shown", "readiness", "view_as"]
