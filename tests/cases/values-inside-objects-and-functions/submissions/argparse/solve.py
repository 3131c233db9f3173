import argparse
def sq(x):
    return x*x

def main():
    p = argparse.ArgumentParser()
    p.add_argument('--n', type=int, default=10)
    a = p.parse_args()
    total = sum(range(a.n + 1))
    vec = list(map(sq, [1,2,3]))
    print(total, vec)
if __name__ == '__main__':
    main()
