"""Facts about values, known to every room and to no framework."""
