mean_value = 2.5
"""not closed
import math
def sigmoid(x):
    return 1/(1+math.exp(-x))
def add_up(a, b):
    return a+b
XTX = [[1,2],[3,4]]
