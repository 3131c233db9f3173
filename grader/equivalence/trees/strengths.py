"""How tightly operators bind: one table for reading and for printing, so that what is printed is
read again as the same tree.
"""

LOGIC, RELATION, SUM, PRODUCT, SIGN, POWER, POSTFIX = 5, 10, 20, 30, 40, 50, 60
ATOM = POSTFIX
"""What never needs brackets: a name, a number, anything that brings its own."""
