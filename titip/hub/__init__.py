"""Contributions of many organisations, without names."""
