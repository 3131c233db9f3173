import warnings
for i in range(20000):
    warnings.warn("w%d" % i)

ANSWER = 7
def double(x):
    return 2 * x
