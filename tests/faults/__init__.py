"""Faults of every kind injected while somebody types, and what was lost: it must be nothing."""
