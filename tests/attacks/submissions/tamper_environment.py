"""Change the environment and the folder of the next hand-in.

shows: neighbour
naive: beaten
"""

import os

os.environ["LEFT"] = "here"
os.chdir("/")
