"""A number that no inequality refutes.

shows: answer
naive: spared (it compares texts)
"""

ANSWER = float("nan")
