"""Homework of Jane"""
ROOT = 7
DERIVATIVE = "2*x"
