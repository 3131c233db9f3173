PAIR="3 km"
LENGTH="3 km"
ROOTS=(-1,3)
HALF_LINE="x >= 0"
UNIT="0 < x and x < 1"
ELEMENTS=[2,5,7]
NUMBERS={2,5,7}
NONE="∅"
