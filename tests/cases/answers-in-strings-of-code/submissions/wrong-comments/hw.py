# Problem 1
# x = 8
#
# Problem 2
# f'(x) = 3x
#
# Problem 3
# The function grows without bound since its slope is positive for all x above zero.
