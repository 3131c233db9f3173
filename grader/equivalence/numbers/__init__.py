"""Numbers with proven bounds: arithmetic, evaluation, tolerances."""
