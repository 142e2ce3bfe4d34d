"""The dictionary decides: what a value may be, and what a good element looks like."""
