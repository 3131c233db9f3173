import numpy as np
from numpy import var, median
print('variance:', var([1,2,3,4,5], ddof=1))
print('median =', median([3,4,9]))
z = np.float64(1.5)
