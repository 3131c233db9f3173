import sys
ANSWER = 7
sys.exit(0)
