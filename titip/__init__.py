"""Titip: data left in another's care."""

__version__ = "0.5.0"
