PAIR="4 km"
LENGTH=(3000,"m")
ROOTS=[3,-1]
HALF_LINE="x > 0"
UNIT="[0, 1]"
ELEMENTS="S = {2,5,7}"
NUMBERS="x = 2, x = 5, x = 7"
NONE=set()
