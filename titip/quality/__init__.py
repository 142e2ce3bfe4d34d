"""Records compared with each other."""
