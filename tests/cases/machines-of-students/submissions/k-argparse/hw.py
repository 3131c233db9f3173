import argparse
p = argparse.ArgumentParser()
p.add_argument("--lr", type=float, required=True)
p.add_argument("path")
args = p.parse_args()
print(args.lr*2)

ANSWER = 7
def double(x):
    return 2 * x
