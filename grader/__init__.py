"""Grades quantitative and machine-learning homework: in a sandbox, with reasons."""

__version__ = "0.1.0"
