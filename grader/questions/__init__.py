"""One file for each kind of question: its rubric fields, what it asks, and how it is marked."""
