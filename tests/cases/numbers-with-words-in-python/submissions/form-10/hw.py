PAIR="x = 3"
ROOTS="x = -1 or x = 3"
HALF_LINE="nonnegative reals"
UNIT="between 0 and 1"
import sympy as sp
ELEMENTS=sp.FiniteSet(2,5,7)
NUMBERS=sp.FiniteSet(2,5,7)
NONE="keine Lösung"
