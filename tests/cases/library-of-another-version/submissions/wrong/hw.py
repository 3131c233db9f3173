import numpy as np
ANSWER = np.float(8)
