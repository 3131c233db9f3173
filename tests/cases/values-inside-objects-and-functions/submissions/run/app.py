import sys
def sq(x):
    return x*x

def run(argv):
    total = sum(range(11))
    vec = [sq(i) for i in range(1, 4)]
    return total

if __name__ == '__main__':
    sys.exit(run(sys.argv))
