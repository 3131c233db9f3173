import numpy as np
A = np.diag([4., 1., -2.])
eigenwerte, V = np.linalg.eig(A)
kern = np.array([[0.40824829], [-0.81649658], [0.40824829]])
EV = -np.ones(2) / np.sqrt(2)
