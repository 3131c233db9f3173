PAIR=(3,)
LENGTH="3 m"
ROOTS="{3,-1}"
import sympy as sp
x=sp.symbols("x",real=True)
HALF_LINE=sp.Interval(0,sp.oo)
UNIT=sp.Interval.open(0,1)
ELEMENTS=r"\{2, 5, 7\}"
NUMBERS=r"\{2,5,7\}"
NONE="{0}"
