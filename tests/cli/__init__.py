"""The `titip` command, as its users meet it."""
