"""Tests in a real browser, against the practice organisation served as its users have it."""
