"""Read another student's hand-in.

shows: canary
naive: beaten
"""

ANSWER = open(WORLD["neighbour"]).read()
