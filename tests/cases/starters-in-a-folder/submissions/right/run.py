import sys

sys.path.append("src")
from walk import drift, spread

path = [0, 3, 4]
print("drift", drift(path))
print("spread", spread(path))
