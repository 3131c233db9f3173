import sys
def main():
    global ANSWER
    ANSWER = 8
if __name__ == "__main__":
    sys.exit(main())
