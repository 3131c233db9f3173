import numpy as np
ANSWER = int(np.array([3, 4], dtype=np.int).astype(np.float).sum())
