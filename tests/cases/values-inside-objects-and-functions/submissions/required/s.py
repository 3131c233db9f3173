import argparse
def sq(x): return x*x
if __name__ == '__main__':
    p = argparse.ArgumentParser(); p.add_argument('file'); a = p.parse_args()
    total = 55; vec = [1,4,9]
