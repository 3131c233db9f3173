PAIR="3 of 10"
ROOTS="(-1, 3]"
HALF_LINE="[0, infinity["
UNIT="(0; 1)"
import numpy as np
ELEMENTS=np.array([2,5,7])
NUMBERS=np.array([[2],[5],[7]])
