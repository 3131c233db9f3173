PAIR="3 apples"
LENGTH=3
ROOTS="[-1, 3]"
import sympy as sp
x=sp.symbols("x",real=True)
HALF_LINE=x>=0
UNIT=sp.And(0<x,x<1)
ELEMENTS="{2,5}"
NUMBERS=[2,5]
NONE=""
