"""Template filters of the consent room."""
