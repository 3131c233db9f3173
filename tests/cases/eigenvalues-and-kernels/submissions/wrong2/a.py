import numpy as np
eigenwerte = [4, 4, 1]
kern = np.zeros(3)
EV = [1, 1]
