import sys
if len(sys.argv) < 2:
    print('usage: hw.py FILE')
    sys.exit(1)
ANSWER = 7
