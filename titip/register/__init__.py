"""Records of every type with their versions; persons under a code; links between them."""
