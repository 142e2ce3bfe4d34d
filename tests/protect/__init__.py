"""The tests of the protect room."""
