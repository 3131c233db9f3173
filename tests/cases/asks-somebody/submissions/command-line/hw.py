import sys
name = sys.argv[1]
ANSWER = 7
