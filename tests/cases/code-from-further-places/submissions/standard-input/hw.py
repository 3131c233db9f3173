import sys
lines = sys.stdin.readlines()
ANSWER = 7
