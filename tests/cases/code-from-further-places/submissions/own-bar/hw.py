import sys
for i in range(300000):
    sys.stdout.write("\r%d" % i)
ANSWER = 7
