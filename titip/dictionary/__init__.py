"""The data dictionary: every element declared once, and everything else made from it."""
