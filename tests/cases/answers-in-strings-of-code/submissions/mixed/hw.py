ROOT = 7
DERIVATIVE = "2*x"
"""
Problem 3
The function grows without bound since its slope is positive for all x above zero.
"""
