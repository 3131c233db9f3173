import math
"""
Problem 1
x = 7
"""
print(1)
"""
Problem 2
f'(x) = 2x
"""
print(1)
"""
Problem 3
The function grows without bound since its slope is positive for all x above zero.
"""
print(1)
