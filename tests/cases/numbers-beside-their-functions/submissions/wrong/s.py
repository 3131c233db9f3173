def variance(x):
    return 0
var = variance([1,2])
from statistics import median
m = median([1, 2, 3])
z = 2.5
