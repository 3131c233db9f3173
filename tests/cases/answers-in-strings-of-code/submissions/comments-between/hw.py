# Problem 1
# x = 7

v = 3

# Problem 2
# f'(x) = 2x

v = 3

# Problem 3
# The function grows without bound since its slope is positive for all x above zero.

v = 3
