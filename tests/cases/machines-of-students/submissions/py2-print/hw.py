print "hello"
print "x = %d" % 3,
print >>open("/dev/null","w"), "z"

ANSWER = 7
def double(x):
    return 2 * x
