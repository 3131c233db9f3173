from scipy.stats import linregress

root = 2
roots = (-3, 4, 7)
sol = linregress([0, 1, 2], [3, 5, 7])
integral = 9.0
minimum = 1.5
