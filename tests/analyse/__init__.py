"""Tests of the analyse room."""
