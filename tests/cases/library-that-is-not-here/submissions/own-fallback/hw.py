try:
    import cupy_of_nobody as np
except ImportError:
    import math as np
ANSWER = int(np.floor(7.5))
SLOPE = "2*x"
def double(x):
    return 2 * x
