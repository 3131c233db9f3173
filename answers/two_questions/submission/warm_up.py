"""The reference for the warm-up."""

MEAN = 7
CLAIMS = [True, False]
