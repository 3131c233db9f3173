"""Homework 3 of Jane Doe."""
import math
print(math.pi)
