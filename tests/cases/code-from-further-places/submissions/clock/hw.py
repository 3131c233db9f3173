import time
t = time.clock()
ANSWER = 7
