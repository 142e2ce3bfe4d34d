"""Contracts of our own for import-linter: what its built-in ones cannot say."""
