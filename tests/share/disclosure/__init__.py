"""The disclosure engine and its commands."""
