from scipy.stats import linregress

root = 2
roots = (-3, 2)
sol = linregress([0, 1, 2], [3, 4, 5])
integral = 9.0
minimum = 1.5
