import time
from collections import Iterable
from fractions import gcd
start = time.clock()
ANSWER = gcd(14, 21) if isinstance([], Iterable) else 0
