mean_value = 2.5
import math
def sigmoid(x):
    return 1/(1+math.exp(-x))
def add_up(a, b):
    return a+b
XTX = [[1,2],[3,4]]
def k(x):
	if x:
        return 1
	return 2
