"""Mathematics of a page: signs, their LaTeX, and lines of prose with formulas in them."""
