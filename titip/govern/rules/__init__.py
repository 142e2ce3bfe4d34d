"""Governing decides: how counts are shown, what is flagged, what the words mean."""
