"""What protection changes: each action writes its event in the same transaction."""
