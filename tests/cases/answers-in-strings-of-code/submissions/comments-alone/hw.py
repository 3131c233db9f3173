# Problem 1
# x = 7
#
# Problem 2
# f'(x) = 2x
#
# Problem 3
# The function grows without bound since its slope is positive for all x above zero.
