"""Grades quantitative and machine-learning homework: behind a wall, with reasons."""

__version__ = "0.1.0"
