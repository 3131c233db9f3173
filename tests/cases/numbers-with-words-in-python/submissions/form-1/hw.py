PAIR=(3,"km")
LENGTH=(3,"km")
ROOTS="(-1, 3)"
HALF_LINE="[0, oo)"
UNIT="(0, 1)"
ELEMENTS="{7, 5, 2}"
NUMBERS=[7,2,5]
NONE="{}"
