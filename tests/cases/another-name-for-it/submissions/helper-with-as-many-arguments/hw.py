mean_value = 2.5
import math
def sigmoid(x):
    return 1/(1+math.exp(-x))
def my_fn(a,b):
    return a*b
