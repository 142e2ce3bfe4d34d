"""Protection decides: who may, on what grounds, and what must follow when grounds end."""
