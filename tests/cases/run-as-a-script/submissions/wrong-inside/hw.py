def double(x):
    return x


def main():
    ANSWER = 8


if __name__ == '__main__':
    main()
