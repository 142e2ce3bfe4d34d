"""Govern."""
