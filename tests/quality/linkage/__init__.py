"""Tests of the linkage engine."""
