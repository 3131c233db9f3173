import argparse
p = argparse.ArgumentParser()
p.add_argument("--n", type=int, default=7)
a = p.parse_args()
ANSWER = a.n
