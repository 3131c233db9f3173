ANSWER = None
def double(x):
    return 2 * x
if '__main__' == __name__:
    ANSWER = double(3) + 1
