"""The tests of Titip, one folder per room."""
