"""What protection asks."""
