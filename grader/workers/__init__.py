"""Where collection runs."""
