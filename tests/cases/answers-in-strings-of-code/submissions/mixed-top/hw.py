"""
Jane Doe

Problem 3
The function grows without bound since its slope is positive for all x above zero.
"""
ROOT = 7
DERIVATIVE = "2*x"
