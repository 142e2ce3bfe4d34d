"""Tests of the entrance: the look, the frame of a page, the composed pages."""
