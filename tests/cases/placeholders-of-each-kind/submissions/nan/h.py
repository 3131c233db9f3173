import numpy as np
a = float('nan')
b = np.full(3, np.nan)
tf = []
pick = ''
g = None
expr = ''
why = ''
