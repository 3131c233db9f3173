"""Write the marks when the grader leaves.

shows: outside
naive: beaten
"""

import atexit

atexit.register(lambda WORLD=WORLD: open(WORLD["outside"] + "/late.json", "w").write("{}"))
ANSWER = "wrong"
