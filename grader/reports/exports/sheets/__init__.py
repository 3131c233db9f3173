"""One file for each course site whose own sheet is filled, and what all of them share."""
