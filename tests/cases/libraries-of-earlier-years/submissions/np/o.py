import numpy as np
x = np.array([1, 2, 4], dtype=np.float)
A = int(np.product([1, 7]))
B = np.int(3.7)
ok = np.bool(1), np.in1d([1], [1]), np.trapz([1, 1]), np.NaN, np.Inf, np.cumproduct([1,2]), np.alltrue([1])
np.asscalar(np.array(1)); np.object, np.str, np.complex, np.long
