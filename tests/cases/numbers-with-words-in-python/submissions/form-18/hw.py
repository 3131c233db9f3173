PAIR="km 3"
HALF_LINE="x not< 0"
UNIT="0<x<1, x real"
