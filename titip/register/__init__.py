"""Records of every type; persons known by a code, organisations, places."""
