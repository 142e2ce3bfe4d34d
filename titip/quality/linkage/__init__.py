"""Linkage: tells how likely two records are of the same person."""
