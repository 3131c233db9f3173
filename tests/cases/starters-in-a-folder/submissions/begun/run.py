import sys

sys.path.append("src")
from walk import drift, spread

path = [0, 3, 9]
print("drift", drift(path))
print("spread", spread(path))
print("and", drift([0, 1]))
steps = [1, 2]
print(steps)
