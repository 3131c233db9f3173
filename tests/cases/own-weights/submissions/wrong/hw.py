import numpy as np
ANSWER = int(np.load('weights.npz')['w'].sum())
