import scipy.misc
import numpy as np
img = scipy.misc.face()
A = 7
from scipy.misc import imread, imresize, logsumexp
from scipy.integrate import simps, trapz, cumtrapz
B = simps([1.5, 1.5, 1.5])
