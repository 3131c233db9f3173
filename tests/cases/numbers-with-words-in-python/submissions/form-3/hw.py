PAIR=["3","km"]
LENGTH="3000 m"
ROOTS={-1,3}
HALF_LINE="[0, inf)"
UNIT="x in (0,1)"
ELEMENTS="2, 5 and 7"
NUMBERS="2, 5 and 7"
NONE=r"\emptyset"
