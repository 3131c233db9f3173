PAIR="3 or 4"
ROOTS=frozenset([3,-1])
HALF_LINE="x ∈ [0, +∞)"
UNIT="{x | 0 < x < 1}"
ELEMENTS=(2,5,7)
NUMBERS=(2,5,7)
