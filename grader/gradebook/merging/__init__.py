"""Several gradebooks of one class become one: what is taken of each, and what they disagree on."""
