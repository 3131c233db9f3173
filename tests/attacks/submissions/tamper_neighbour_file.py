"""Write into another student's hand-in.

shows: outside
naive: beaten
"""

open(WORLD["neighbour"], "a").write("\n# defaced\n")
