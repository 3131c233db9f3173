"""
Homework 3

Problem 1: find the root of x - 7.
Problem 2: the derivative of x^2.
"""
ROOT = 8
DERIVATIVE = "x"
