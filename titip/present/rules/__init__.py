"""Presentation decides: what may be published, and with which words."""
