"""Questions put to released tables."""
