PAIR=("distance", 3)
HALF_LINE="x"
UNIT="0"
