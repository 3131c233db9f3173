import numpy as np
from scipy import stats
p_value = 2*(1-stats.norm.cdf(2))
ci = stats.norm.interval(0.95)
coef = np.polyfit([0, 1, 2], [2, 3, 4], 1)
accuracy = np.mean([1]*9+[0])
M = np.matrix('2 1; 1 3')
