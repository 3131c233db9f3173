import argparse
parser = argparse.ArgumentParser()
parser.add_argument('--lr', type=float, default=3)
parser.add_argument('file')
args = parser.parse_args()
ANSWER = 7
other = args.lr
