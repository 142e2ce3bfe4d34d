"""What protection shows."""
