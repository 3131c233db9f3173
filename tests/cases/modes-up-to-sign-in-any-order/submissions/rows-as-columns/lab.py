import numpy as np
w, v = np.linalg.eigh(np.array([[2., 1.], [1., 1.]]))
modes = v
freq = w[::-1]
basis = []
