"""The estimation engine: how many are not seen, by multiple systems estimation, with its doubts. No Django."""
