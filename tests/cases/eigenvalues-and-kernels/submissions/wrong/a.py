import numpy as np
eigenwerte = [4, 1, 2]
kern = [1, 2, 1]
EV = [0.7071, -0.7071]
