ANSWER = 8
def double(x):
    return x
import time
time.sleep(60)
LATE = 5
