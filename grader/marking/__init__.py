"""Stage 3, marking: marks from evidence; pure, but for what keeps them in the gradebook."""
