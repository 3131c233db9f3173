import sys
print(len(sys.argv))
ANSWER = 8
