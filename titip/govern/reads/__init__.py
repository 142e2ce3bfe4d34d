"""Governing sees: what is held, where, why and for how long."""

from titip.govern.reads.inventory import Inventory, inventory, kinds

__all__ = ["Inventory", "inventory", "kinds"]
