import numpy as np
x = np.bool(True)
y = np.float(3)
z = np.int(4)
ANSWER = int(y + z)
