import numpy as np
from scipy.optimize import least_squares, curve_fit, linprog
from decimal import Decimal
root = Decimal('2.0')
roots = np.poly1d([1, 1, -6]).r
sol = np.linalg.lstsq(np.array([[2., 1], [1, 3]]), np.array([5., 10]), rcond=None)
integral = np.float32(9)
minimum = least_squares(lambda x: x-1.5, [0.0])
