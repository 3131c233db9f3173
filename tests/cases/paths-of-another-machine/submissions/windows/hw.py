import os
import numpy as np
folder = "C:\\Users\\me\\"
ANSWER = int(np.loadtxt(folder + "train.csv", delimiter=",", skiprows=1).sum())
