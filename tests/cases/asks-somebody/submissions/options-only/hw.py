import argparse
parser = argparse.ArgumentParser()
parser.add_argument('--n', type=int, default=7)
ANSWER = parser.parse_args().n
