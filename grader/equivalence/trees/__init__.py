"""Expressions as trees: what they are made of, and how they are walked and differentiated."""
