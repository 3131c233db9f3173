"""The program `grader`, and `python -m grader`: the command line, whatever folder it is started in.

That folder may be a student's, so nothing is imported from it. Python puts it first where it looks
for modules when it is told `-m`: a package `grader` that lies there is run in place of this one
before any line of ours. Among submissions write `grader`, or `python -P -m grader`.
"""

import os
import sys

try:
    HERE = os.path.realpath(os.getcwd())  # noqa: PTH109
except OSError:  # the folder is gone
    HERE = ""
sys.path[:] = [place for place in sys.path if place and os.path.realpath(place) != HERE]

from grader.cli import main  # noqa: E402

if __name__ == "__main__":
    main()
