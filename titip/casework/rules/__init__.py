"""Casework decides: the steps of a case, who may take them, and what closing asks for."""
