import time
ANSWER = 7
def double(x):
    return 2 * x
if __name__ == '__main__':
    time.sleep(60)
    LATE = 5
