import numpy as np
A = np.array([[1, 2], [2, 1]])
B = np.array([[1,7],[2,8],[3,9]])
