import numpy as np
from scipy import optimize, integrate
root = optimize.root_scalar(lambda x: x**2-9, bracket=[0, 5])
roots = np.roots([1, -1, -6])
sol = np.linalg.solve([[2., 1], [1, 3]], [5, 5])
integral = integrate.quad(lambda x: x**2, 0, 2)
minimum = optimize.minimize_scalar(lambda x: (x-2)**2)
