import sys
name = sys.stdin.readline()
n = int(sys.stdin.read() or 3)

ANSWER = 7
def double(x):
    return 2 * x
