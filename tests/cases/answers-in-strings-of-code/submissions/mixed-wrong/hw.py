ROOT = 7
"""
Problem 2
f'(x) = 5x + 1
"""
