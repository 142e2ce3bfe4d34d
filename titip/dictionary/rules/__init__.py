"""The dictionary decides: what a declaration is, whether an answer fits it, what is wrong with a dictionary."""
