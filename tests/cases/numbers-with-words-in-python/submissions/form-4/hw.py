PAIR={"value":3,"unit":"km"}
LENGTH=(3,"m")
ROOTS=[-1,3]
HALF_LINE="[0, ∞)"
UNIT="]0,1["
ELEMENTS="2; 5; 7"
NUMBERS="2; 5; 7"
NONE="no solution"
