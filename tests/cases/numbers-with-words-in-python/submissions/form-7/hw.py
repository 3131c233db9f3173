PAIR=(4,"km")
LENGTH="3"
ROOTS="-1, 3"
HALF_LINE="0 <= x"
UNIT="1 > x > 0"
ELEMENTS="{2,5,7,9}"
NUMBERS=[2,5,7,9]
NONE=r"\varnothing"
