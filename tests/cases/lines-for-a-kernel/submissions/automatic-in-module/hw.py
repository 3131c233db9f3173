pip install -q numpy
import numpy as np
ANSWER = int(np.sum([3, 4]))
