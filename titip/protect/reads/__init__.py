"""What protection sees: colleagues, the access list, the log."""
