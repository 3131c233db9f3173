import numpy as np
mean_x = 0
def softmax(z):
    z = np.exp(z - np.max(z))
    return z / z.sum()
