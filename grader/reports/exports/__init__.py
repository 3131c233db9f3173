"""One file for each form in which other programs read results."""
