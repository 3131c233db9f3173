mean_val = 2.6
import math
def S(x):
    return 1/(1+math.exp(x))
def plus(a, b):
    return a-b
xtx_matrix = [[1,2],[3,5]]
