import scipy
from scipy.misc import comb, factorial
A = comb(7, 1)
from scipy.misc import derivative
B = derivative(lambda x: 1.5*x*x, 1.0, dx=1e-6)
