"""What code draws with matplotlib, as plain data and pictures."""
