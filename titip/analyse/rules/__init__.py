"""Analysis decides: which claims the numbers allow, and in which words."""
