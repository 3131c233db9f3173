import sys
def main(argv):
    global ANSWER
    ANSWER = 7
if __name__ == "__main__":
    sys.exit(main(sys.argv))
