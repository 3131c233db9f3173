#!/usr/bin/env python2
# -*- coding: utf-8 -*-
import Queue
import itertools
try:
    x = int('a')
except ValueError, e:
    print e
A = sum(map(lambda (a, b): a*b, [(1, 3), (2, 2)]))
B = reduce(lambda a, b: a + b, filter(None, [1, 2]))
print >>open('/dev/null', 'w'), unicode('x')
