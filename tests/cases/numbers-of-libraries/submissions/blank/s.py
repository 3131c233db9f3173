import numpy as np
p_value = None
ci = (None, None)
coef = np.array([])
accuracy = ''
M = [[None, None], [None, None]]
