PAIR="3km"
LENGTH=["3 km"]
ROOTS="-1 and 3"
HALF_LINE="R+"
UNIT="0..1"
ELEMENTS="set([2,5,7])"
NUMBERS="{2} U {5,7}"
NONE="empty set"
