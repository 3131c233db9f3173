<<<<<<< HEAD
mean_value = 2.5
import math
def sigmoid(x):
    return 1/(1+math.exp(-x))
def add_up(a, b):
    return a+b
XTX = [[1,2],[3,4]]
=======
mean_value = 2.6
import math
def sigmoid(x):
    return 1/(1+math.exp(-x))
def add_up(a, b):
    return a+b
XTX = [[1,2],[3,4]]
>>>>>>> other
