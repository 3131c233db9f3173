from __future__ import division
print 'half of 14:', 14 / 2
ANSWER = 14 / 2
def half(n):
    return n // 2
