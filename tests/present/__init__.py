"""Tests of the present room."""
