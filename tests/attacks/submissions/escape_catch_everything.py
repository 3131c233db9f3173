"""Catch whatever is raised to stop it, and go on.

shows: late
naive: beaten
"""

while True:
    try:
        while True:
            pass
    except BaseException:
        continue
