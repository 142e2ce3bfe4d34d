"""Attacks on the product, counted: each row of `make proof`, and the defects that turn it red."""
