import sys
def half(n):
    return n / 2
try:
    raise ValueError, "no"
except ValueError, reason:
    print >>sys.stderr, "stopped:", reason
counts = {"a": 3, "b": 4}
ANSWER = 0
for name, count in counts.iteritems():
    print "%s has" % name, count,
    ANSWER += count
print
if counts.has_key("c") or 3 <> 3:
    ANSWER = 0
