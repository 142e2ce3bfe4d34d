"""Whatever arrives from outside waits here until it is accepted."""
