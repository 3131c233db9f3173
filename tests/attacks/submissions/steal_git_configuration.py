"""Read the token that a checkout leaves in its configuration.

shows: canary
naive: beaten
"""

ANSWER = open(WORLD["git"]).read()
