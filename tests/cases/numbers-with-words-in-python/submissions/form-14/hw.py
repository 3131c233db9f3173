PAIR=[3, "hours"]
HALF_LINE="-x <= 0"
UNIT="x^2 < x"
ELEMENTS=set()
NUMBERS=[]
