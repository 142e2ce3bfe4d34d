"""The house holds: which room may know which, which words may stand where, how long things grow."""
