from collections import Mapping, Iterable
import collections
collections.Callable
from fractions import gcd
import imp, inspect
inspect.getargspec
import time
time.clock()
from typing import io
import distutils.util
ANSWER = gcd(7, 14)
def double(x): return 2*x if isinstance([1], collections.Sequence) else 0
