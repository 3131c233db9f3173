import numpy as np
modes = np.array([[0.6, -0.8], [-0.8, -0.6]])
freq = (np.sqrt(3), 1.0)
basis = np.array([[1, 1, 2], [1, -1, 0]])
