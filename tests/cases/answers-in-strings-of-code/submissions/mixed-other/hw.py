ROOT = 7
"""
Problem 2
f'(x) = 2x
"""
