from collections import Mapping, Iterable
import inspect, math, time, fractions
A = len('abcdefg')
time.clock()
B = fractions.gcd(9, 6)
