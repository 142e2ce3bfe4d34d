"""Titip: data left in another's care."""

__version__ = "0.2.0"
