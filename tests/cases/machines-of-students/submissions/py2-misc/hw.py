from __future__ import print_function
import urllib2, cPickle, StringIO, Queue, ConfigParser
for i in xrange(3): pass
d = {"a": 1}
for k, v in d.iteritems(): pass
if d.has_key("a"): print("x")
try:
    raise ValueError, "bad"
except ValueError, e:
    print(e)
x = 0777
y = 10L
if 1 <> 2: pass
ANSWER = reduce(lambda a, b: a+b, [3, 4])
def double(x):
    return unicode(x) and 2*x
